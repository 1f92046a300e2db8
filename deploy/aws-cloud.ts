import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeManagedPrefixListsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
	DeleteObjectsCommand,
	ListObjectVersionsCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3';
import { createPublicKey } from 'node:crypto';
import * as v from 'valibot';
import type { Cloud, Outputs, SiteFile } from './cloud.ts';

const migrated = v.object({ ran: v.array(v.string()) });

/** A first migration waits for a function to start inside the network; in milliseconds. */
const MIGRATION_TIMEOUT_MS = 15 * 60_000;

/** The real one, with the credentials that the environment or the profile holds. */
export class AwsCloud implements Cloud {
	readonly #stackName: string;
	readonly #region: string;
	readonly #s3: S3Client;

	constructor(stackName: string, region: string) {
		this.#stackName = stackName;
		this.#region = region;
		this.#s3 = new S3Client({ region });
	}

	async outputs(): Promise<Outputs | undefined> {
		const client = new CloudFormationClient({ region: this.#region });
		try {
			const command = new DescribeStacksCommand({ StackName: this.#stackName });
			const outputs = (await client.send(command)).Stacks?.[0]?.Outputs ?? [];
			// A first deployment that failed leaves a stack without outputs: it is made again.
			if (outputs.length === 0) return undefined;
			return Object.fromEntries(
				outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
			);
		} catch (error) {
			if (error instanceof Error && error.message.includes('does not exist')) return undefined;
			throw error;
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

	async migrate(functionName: string): Promise<readonly string[]> {
		const client = new LambdaClient({
			region: this.#region,
			maxAttempts: 1, // a migration that takes long must not be started a second time beside the first
			requestHandler: { requestTimeout: MIGRATION_TIMEOUT_MS },
		});
		const { FunctionError, Payload } = await client.send(
			new InvokeCommand({ FunctionName: functionName }),
		);
		const answer = Buffer.from(Payload ?? []).toString('utf8');
		if (FunctionError !== undefined) throw new Error(`The migration failed: ${answer}`);
		return v.parse(migrated, JSON.parse(answer)).ran;
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
			const list = new ListObjectVersionsCommand({ Bucket: bucket });
			const { Versions = [], DeleteMarkers = [] } = await this.#s3.send(list);
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
}
