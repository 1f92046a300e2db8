import { InvokeCommand, LambdaClient, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../../../local/stack/ports.ts';
import type { Stack } from '../../../../local/stack/stack.ts';
import { startStack } from '../../../../local/stack/start-stack.ts';

/** A function that tells what it was called with, counts S3 events and fails when asked to. */
const SOURCE = `
import { S3Client, GetObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
const s3 = new S3Client({});
export const handler = async (event) => {
	if (event.fail) throw new TypeError('asked to fail');
	const record = event.Records?.[0];
	if (record) return console.log(JSON.stringify({ seen: record.s3.object.key, event: record.eventName }));
	const input = { Bucket: process.env.BUCKET, Key: 'u/hello' };
	const command = event.rawPath === '/delete' ? new DeleteObjectCommand(input) : new GetObjectCommand(input);
	try {
		const answer = await s3.send(command);
		return { text: await answer.Body?.transformToString(), caller: event.requestContext.authorizer.jwt.claims.sub };
	} catch (error) {
		return { statusCode: 403, body: error.name };
	}
};
`;

const role = (Statement: unknown[]) => ({
	Type: 'AWS::IAM::Role',
	Properties: {
		Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
	},
});
const permission = (Principal: string) => ({
	Type: 'AWS::Lambda::Permission',
	Properties: {
		Action: 'lambda:InvokeFunction',
		FunctionName: { 'Fn::GetAtt': ['Reader', 'Arn'] },
		Principal,
	},
});
const route = (RouteKey: string) => ({
	Type: 'AWS::ApiGatewayV2::Route',
	Properties: {
		ApiId: { Ref: 'Api' },
		RouteKey,
		Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
		AuthorizationType: 'JWT',
		AuthorizerId: { Ref: 'Authorizer' },
		AuthorizationScopes: ['aws.cognito.signin.user.admin'],
	},
});

const template = {
	Parameters: { SiteOrigin: { Type: 'String' } },
	Resources: {
		Bucket: {
			Type: 'AWS::S3::Bucket',
			Properties: {
				BucketName: 'tiny',
				CorsConfiguration: {
					CorsRules: [{ AllowedOrigins: [{ Ref: 'SiteOrigin' }], AllowedMethods: ['GET'] }],
				},
				NotificationConfiguration: {
					LambdaConfigurations: [
						{ Event: 's3:ObjectCreated:*', Function: { 'Fn::GetAtt': ['Reader', 'Arn'] } },
					],
				},
			},
		},
		ReaderRole: role([
			{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/u/*' } },
			{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': 'Failed.Arn' } },
		]),
		Reader: {
			Type: 'AWS::Lambda::Function',
			Properties: {
				FunctionName: 'tiny-dev-reader',
				Handler: 'index.handler',
				Role: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] },
				Code: { S3Key: 'somewhere/reader.zip' },
				Timeout: 10,
				MemorySize: 256,
				Environment: { Variables: { BUCKET: { Ref: 'Bucket' } } },
			},
		},
		ReaderRetries: {
			Type: 'AWS::Lambda::EventInvokeConfig',
			Properties: {
				FunctionName: { Ref: 'Reader' },
				MaximumRetryAttempts: 1,
				DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': 'Failed.Arn' } } },
			},
		},
		S3Permission: permission('s3.amazonaws.com'),
		ApiPermission: permission('apigateway.amazonaws.com'),
		Failed: { Type: 'AWS::SQS::Queue' },
		Distribution: {
			Type: 'AWS::CloudFront::Distribution',
			Properties: {
				DistributionConfig: {
					Origins: [{ Id: 'site', DomainName: { 'Fn::GetAtt': 'Bucket.RegionalDomainName' } }],
					DefaultCacheBehavior: {
						TargetOriginId: 'site',
						ResponseHeadersPolicyId: { Ref: 'Headers' },
					},
				},
			},
		},
		Headers: {
			Type: 'AWS::CloudFront::ResponseHeadersPolicy',
			Properties: { ResponseHeadersPolicyConfig: {} },
		},
		Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UsernameAttributes: ['email'] } },
		Site: {
			Type: 'AWS::Cognito::UserPoolClient',
			Properties: { UserPoolId: { Ref: 'Pool' } },
		},
		Api: { Type: 'AWS::ApiGatewayV2::Api' },
		Stage: {
			Type: 'AWS::ApiGatewayV2::Stage',
			Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' },
		},
		Authorizer: {
			Type: 'AWS::ApiGatewayV2::Authorizer',
			Properties: {
				AuthorizerType: 'JWT',
				JwtConfiguration: {
					Issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' },
					Audience: [{ Ref: 'Site' }],
				},
			},
		},
		Integration: {
			Type: 'AWS::ApiGatewayV2::Integration',
			Properties: {
				PayloadFormatVersion: '2.0',
				IntegrationUri: { 'Fn::GetAtt': ['Reader', 'Arn'] },
			},
		},
		Read: route('GET /read'),
		Delete: route('POST /delete'),
	},
};

let directory: string;
let stack: Stack;
let s3: S3Client;

function start(): Promise<Stack> {
	return freePorts().then((ports) =>
		startStack({
			dataDir: join(directory, 'data'),
			packageDir: directory,
			siteDir: directory,
			ports,
			databaseUrl: process.env.DATABASE_URL,
			isDisposable: true,
			retryDelaysMs: [10],
			log: () => undefined,
		}),
	);
}

function connect(): S3Client {
	return new S3Client({
		endpoint: stack.s3Url,
		region: stack.region,
		// The SDK writes its own notes into what it is given.
		credentials: { ...stack.rootKey },
		forcePathStyle: true,
	});
}

async function startAgain(): Promise<void> {
	s3.destroy();
	stack = await start();
	s3 = connect();
}

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'tiny-'));
	await mkdir(join(directory, 'data'));
	await writeFile(
		join(directory, 'cloudformation-template-update-stack.json'),
		JSON.stringify(template),
	);
	await writeFile(join(directory, 'reader.zip'), zipSync({ 'index.mjs': Buffer.from(SOURCE) }));
	stack = await start();
	s3 = connect();
});
afterAll(async () => {
	s3.destroy();
	await stack.close();
	await rm(directory, { recursive: true, force: true });
});

const put = (Key: string, Body: string) =>
	s3.send(new PutObjectCommand({ Bucket: stack.bucket, Key, Body }));

async function call(method: string, path: string): Promise<Response> {
	const person = await stack.createPerson({
		email: 'anna@example.com',
		password: 'anna anna anna',
	});
	const { accessToken } = await stack.signIn(person);
	return fetch(stack.apiUrl + path, {
		method,
		headers: { authorization: `Bearer ${accessToken}` },
	});
}

async function log(): Promise<string> {
	return readFile(join(stack.dataDir, 'logs/tiny-dev-reader.log'), 'utf8');
}

describe('a template with one function', () => {
	test('answers a person with what its role may read', async () => {
		await put('u/hello', 'hello');

		const response = await call('GET', '/read');

		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({
			text: 'hello',
			caller: expect.any(String) as string,
		});
	});

	test('is refused what its role may not do, and both calls are recorded', async () => {
		const response = await call('POST', '/delete');

		expect([response.status, await response.text()]).toEqual([403, 'AccessDenied']);
		const recorded = await readFile(join(stack.dataDir, 'iam-calls.jsonl'), 'utf8');
		const calls = recorded
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { action: string; isAllowed: boolean });
		expect(calls).toContainEqual(
			expect.objectContaining({ action: 's3:DeleteObject', isAllowed: false }),
		);
		expect(calls).toContainEqual(
			expect.objectContaining({ action: 's3:GetObject', isAllowed: true }),
		);
	});

	test('hears of what is stored', async () => {
		await put('u/heard of', 'x');
		await stack.settled();

		await expect
			.poll(log)
			.toContain(JSON.stringify({ seen: 'u/heard+of', event: 'ObjectCreated:Put' }));
	});

	test('leaves in the queue what it could not do', async () => {
		stack.invokeAsync('reader', { fail: true });
		await stack.settled();

		const [message] = await stack.queue('Failed');
		expect(JSON.parse(message?.body ?? '{}')).toMatchObject({
			requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
			requestPayload: { fail: true },
			responsePayload: { errorType: 'TypeError' },
		});
	});

	test('answers Lambda’s Invoke to the owner’s key alone', async () => {
		const invoke = (input: Partial<InvokeCommandInput>, key = stack.rootKey) => {
			const { lambdaUrl: endpoint, region } = stack;
			// The SDK writes into the object that it is given.
			const credentials = { ...key };
			const client = new LambdaClient({ endpoint, region, credentials, maxAttempts: 1 });
			return client.send(new InvokeCommand({ FunctionName: 'reader', ...input }));
		};

		const failed = await invoke({ Payload: JSON.stringify({ fail: true }) });
		const dry = await invoke({ InvocationType: 'DryRun' });
		const seen = { Records: [{ s3: { object: { key: 'invoked' } }, eventName: 'Own' }] };
		const later = await invoke({ InvocationType: 'Event', Payload: JSON.stringify(seen) });

		expect(failed.FunctionError).toBe('Unhandled');
		expect(Buffer.from(failed.Payload ?? []).toString()).toContain('asked to fail');
		expect(dry.StatusCode).toBe(204);
		expect(later.StatusCode).toBe(202);
		await expect.poll(log).toContain(JSON.stringify({ seen: 'invoked', event: 'Own' }));
		await expect(invoke({ FunctionName: 'stranger' })).rejects.toThrow(/Function not found/);
		await expect(invoke({ Payload: 'no json' })).rejects.toThrow(/not JSON/);
		const guessed = { ...stack.rootKey, secretAccessKey: 'guessed' };
		await expect(invoke({}, guessed)).rejects.toThrow(/signature does not match/);
	});

	test('says where it keeps things, to its owner alone and while it runs', async () => {
		const file = join(stack.dataDir, 'stack.json');
		const { databaseUrl, bucket, s3Url, lambdaUrl, rootKey } = stack;

		const said: unknown = JSON.parse(await readFile(file, 'utf8'));
		const { mode } = await stat(file);
		await stack.close();
		const isThereAfterwards = existsSync(file);
		await startAgain();

		expect(said).toEqual({ databaseUrl, bucket, s3Url, lambdaUrl, ...rootKey });
		expect(mode & 0o777).toBe(0o600);
		expect(isThereAfterwards).toBe(false);
	});

	test('does not move its clock where the S3 server is another, which has its own', async () => {
		const starting = startStack({
			dataDir: join(directory, 'ahead'),
			packageDir: directory,
			siteDir: directory,
			ports: await freePorts(),
			s3Endpoint: 'http://127.0.0.1:9',
			clockOffsetMs: 1000,
			log: () => undefined,
		});

		await expect(starting).rejects.toThrow('goes by its own clock');
	});

	test('is the same after a restart: people, ids and objects', async () => {
		const before = { pool: stack.userPoolId, client: stack.userPoolClientId };
		const email = `${createHash('sha256').update(before.pool).digest('hex')}@example.com`;
		const person = await stack.createPerson({ email, password: 'stays the same' });
		await put('u/kept', 'kept');
		const waiting = (await stack.queue('Failed')).map(({ body }) => body);

		await stack.close();
		await startAgain();

		expect({ pool: stack.userPoolId, client: stack.userPoolClientId }).toEqual(before);
		expect(await stack.createPerson({ email, password: 'stays the same' })).toEqual(person);
		const other = await stack.createPerson({ email, password: 'another' });
		expect(other).toMatchObject({ sub: person.sub, hasPassword: false });
		expect(waiting).toHaveLength(1);
		expect((await stack.queue('Failed')).map(({ body }) => body)).toEqual(waiting);
		const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.bucket, Key: 'u/kept' }));
		expect(await Body?.transformToString()).toBe('kept');
	});
});

test('a function that a bucket may not call is found when the stack starts', async () => {
	const Resources = { ...template.Resources, S3Permission: permission('other.amazonaws.com') };
	const packageDir = await mkdtemp(join(tmpdir(), 'tiny-'));
	const file = join(packageDir, 'cloudformation-template-update-stack.json');
	await writeFile(file, JSON.stringify({ ...template, Resources }));

	const started = startStack({
		dataDir: join(packageDir, 'data'),
		packageDir,
		siteDir: packageDir,
		ports: await freePorts(),
		databaseUrl: 'mysql://unused',
		log: () => undefined,
	});

	await expect(started).rejects.toThrow(/no AWS::Lambda::Permission for s3.amazonaws.com/);
	await rm(packageDir, { recursive: true, force: true });
});
