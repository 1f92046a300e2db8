import {
	CloudFormationClient,
	CreateStackCommand,
	DescribeStacksCommand,
	UpdateTerminationProtectionCommand,
	waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeManagedPrefixListsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetPolicyCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
	InvokeCommand,
	LambdaClient,
	ResourceNotReadyException,
	UpdateFunctionCodeCommand,
	waitUntilFunctionActiveV2,
	waitUntilFunctionUpdatedV2,
	type InvokeCommandOutput,
} from '@aws-sdk/client-lambda';
import {
	DeleteObjectsCommand,
	ListObjectVersionsCommand,
	NoSuchBucket,
	PutObjectCommand,
	S3Client,
	type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createPublicKey } from 'node:crypto';
import * as v from 'valibot';
import type { Cloud, SiteFile, Stack } from './cloud.ts';

const migrated = v.object({ ran: v.array(v.string()) });

/** A first migration waits for a function to start inside the network; in milliseconds. */
const MIGRATION_TIMEOUT_MS = 15 * 60_000;
/** For one bucket and its policy, which take half a minute; in seconds. */
const STACK_TIMEOUT_S = 300;
/** For new code, or a way into the network, which take seconds to a few minutes; in seconds. */
const FUNCTION_TIMEOUT_S = 300;

/** The real one, with the credentials that the environment or the profile holds. */
export class AwsCloud implements Cloud {
	readonly #stackName: string;
	readonly #region: string;
	readonly #cloudFormation: CloudFormationClient;
	readonly #lambda: LambdaClient;
	readonly #s3: S3Client;

	constructor(stackName: string, region: string) {
		this.#stackName = stackName;
		this.#region = region;
		this.#cloudFormation = new CloudFormationClient({ region });
		this.#lambda = new LambdaClient({ region });
		this.#s3 = new S3Client({ region });
	}

	async stack(): Promise<Stack | undefined> {
		try {
			const command = new DescribeStacksCommand({ StackName: this.#stackName });
			const stack = (await this.#cloudFormation.send(command)).Stacks?.[0];
			if (stack === undefined) return undefined;
			const { StackStatus = '', Outputs = [], Parameters = [] } = stack;
			return {
				status: StackStatus,
				outputs: Object.fromEntries(
					Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
				),
				parameters: Object.fromEntries(
					Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [
						ParameterKey,
						ParameterValue,
					]),
				),
				terminationProtection: stack.EnableTerminationProtection ?? false,
			};
		} catch (error) {
			if (error instanceof Error && error.message.includes('does not exist')) return undefined;
			throw error;
		}
	}

	async makeStack(template: string): Promise<void> {
		const name = { StackName: this.#stackName };
		const client = this.#cloudFormation;
		await client.send(
			new CreateStackCommand({ ...name, TemplateBody: template, OnFailure: 'DELETE' }),
		);
		try {
			await waitUntilStackCreateComplete({ client, maxWaitTime: STACK_TIMEOUT_S }, name);
		} catch (error) {
			// A net that is gone, or patience that is over, says nothing about the stack.
			if ((await this.stack()) !== undefined) throw error;
			throw new Error(
				`CloudFormation could not make ${this.#stackName}; its console tells why, among the deleted stacks.`,
				{ cause: error },
			);
		}
	}

	async s3PrefixList(): Promise<string> {
		const name = `com.amazonaws.${this.#region}.s3`;
		const command = new DescribeManagedPrefixListsCommand({
			Filters: [{ Name: 'prefix-list-name', Values: [name] }],
		});
		const { PrefixLists = [] } = await new EC2Client({ region: this.#region }).send(command);
		const id = PrefixLists[0]?.PrefixListId;
		if (id === undefined) throw new Error(`AWS knows no prefix list ${name}.`);
		return id;
	}

	async publicKey(keyId: string): Promise<string> {
		const client = new KMSClient({ region: this.#region });
		const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
		if (PublicKey === undefined) throw new Error(`KMS tells no public half of ${keyId}.`);
		const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
		return key.export({ type: 'spki', format: 'pem' }).toString();
	}

	async boundary(): Promise<string | undefined> {
		const region = this.#region;
		const { Arn = '' } = await new STSClient({ region }).send(new GetCallerIdentityCommand());
		const [, partition = '', , , accountId = ''] = Arn.split(':');
		// deploy/github-role.yml calls it so.
		const PolicyArn = `arn:${partition}:iam::${accountId}:policy/github-${this.#stackName}-${region}-boundary`;
		try {
			await new IAMClient({ region }).send(new GetPolicyCommand({ PolicyArn }));
			return PolicyArn;
		} catch (error) {
			if (error instanceof NoSuchEntityException) return undefined;
			throw error;
		}
	}

	async protectStack(isProtected: boolean): Promise<void> {
		await this.#cloudFormation.send(
			new UpdateTerminationProtectionCommand({
				StackName: this.#stackName,
				EnableTerminationProtection: isProtected,
			}),
		);
	}

	async replaceCode(functionName: string, zip: Uint8Array): Promise<void> {
		const client = this.#lambda;
		const name = { FunctionName: functionName };
		await client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile: zip }));
		await waitUntilFunctionUpdatedV2({ client, maxWaitTime: FUNCTION_TIMEOUT_S }, name);
	}

	async migrate(functionName: string): Promise<readonly string[]> {
		const { FunctionError, Payload } = await this.#invoke(functionName).catch(
			async (error: unknown) => {
				// After weeks without a call Lambda takes a function's way into the network back. This call
				// did not run; it has the way made again.
				if (!(error instanceof ResourceNotReadyException)) throw error;
				await waitUntilFunctionActiveV2(
					{ client: this.#lambda, maxWaitTime: FUNCTION_TIMEOUT_S },
					{ FunctionName: functionName },
				);
				return this.#invoke(functionName);
			},
		);
		const answer = Buffer.from(Payload ?? []).toString('utf8');
		if (FunctionError !== undefined) throw new Error(`The migration failed: ${answer}`);
		return v.parse(migrated, JSON.parse(answer)).ran;
	}

	#invoke(functionName: string): Promise<InvokeCommandOutput> {
		const client = new LambdaClient({
			region: this.#region,
			maxAttempts: 1, // a migration that takes long must not be started a second time beside the first
			requestHandler: { requestTimeout: MIGRATION_TIMEOUT_MS },
		});
		return client.send(new InvokeCommand({ FunctionName: functionName }));
	}

	async putSiteFile(bucket: string, file: SiteFile): Promise<void> {
		await this.#s3.send(
			new PutObjectCommand({
				Bucket: bucket,
				Key: file.path,
				Body: file.bytes,
				ContentType: file.contentType,
				CacheControl: file.cacheControl,
			}),
		);
	}

	async emptyBucket(bucket: string): Promise<void> {
		for (;;) {
			// What was listed is gone when we list again, so there is no page to remember.
			const { Versions = [], DeleteMarkers = [] } = await this.#listVersions(bucket);
			const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
				Key,
				VersionId,
			}));
			if (objects.length === 0) return;
			const command = new DeleteObjectsCommand({
				Bucket: bucket,
				Delete: { Objects: objects, Quiet: true },
			});
			const { Errors: [kept] = [] } = await this.#s3.send(command);
			if (kept !== undefined) throw new Error(`${bucket} keeps ${kept.Key ?? 'an object'}.`);
		}
	}

	/** A bucket that is gone holds nothing. */
	async #listVersions(
		bucket: string,
	): Promise<Pick<ListObjectVersionsCommandOutput, 'Versions' | 'DeleteMarkers'>> {
		try {
			return await this.#s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
		} catch (error) {
			if (error instanceof NoSuchBucket) return {};
			throw error;
		}
	}
}
