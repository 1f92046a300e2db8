import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
	startS3,
	type CfnBucketProperties,
	type S3Options,
	type S3Server,
} from '../../../../local/s3/server.ts';

export const BUCKET = 'vault';
export const KEYS = { accessKeyId: 'LOCALKEY', secretAccessKey: 'local secret' };

const VERSIONED = {
	VersioningConfiguration: { Status: 'Enabled' },
	NotificationConfiguration: {
		LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: 'arn:of:function' }],
	},
} as const satisfies CfnBucketProperties;

/** An empty folder that goes when the test ends. */
export async function newDataDir(): Promise<string> {
	const dataDir = await mkdtemp(join(tmpdir(), 'local-s3-'));
	onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
	return dataDir;
}

/** A server for one test, on a versioned bucket and with one key that may do everything. */
export async function startServer(options: Partial<S3Options> = {}): Promise<S3Server> {
	const server = await startS3({
		dataDir: options.dataDir ?? (await newDataDir()),
		port: 0,
		credentials: (id) =>
			id === KEYS.accessKeyId
				? { secretAccessKey: KEYS.secretAccessKey, principal: 'tester' }
				: undefined,
		authorize: () => true,
		buckets: { [BUCKET]: VERSIONED },
		onEvent: () => undefined,
		...options,
	});
	onTestFinished(() => server.close());
	return server;
}

export function clientOf(endpoint: string, config: S3ClientConfig = {}): S3Client {
	const client = new S3Client({
		endpoint,
		region: 'us-east-1',
		credentials: KEYS,
		forcePathStyle: true,
		maxAttempts: 1,
		...config,
	});
	onTestFinished(() => client.destroy());
	return client;
}

/** The code and status of the error that a call ends with. */
export async function failure(work: Promise<unknown>): Promise<{ name: string; status?: number }> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason as { name: string; $metadata?: { httpStatusCode?: number } },
	);
	const status = error?.$metadata?.httpStatusCode;
	return { name: error?.name ?? 'no error', ...(status !== undefined && { status }) };
}
