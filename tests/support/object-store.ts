import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BucketRequests } from '../../lambdas/adapters/s3-object-store/bucket-requests.ts';
import { S3DocumentStore } from '../../lambdas/adapters/s3-object-store/document-store.ts';
import { LazyDocumentStore } from '../../lambdas/adapters/s3-object-store/lazy-document-store.ts';
import { LazyObjectRestorer } from '../../lambdas/adapters/s3-object-store/lazy-object-restorer.ts';
import { LazyObjectStore } from '../../lambdas/adapters/s3-object-store/lazy-object-store.ts';
import { QuickBucket } from '../../lambdas/adapters/s3-object-store/quick-bucket.ts';
import { S3ObjectRestorer } from '../../lambdas/adapters/s3-object-store/s3-object-restorer.ts';
import { S3ObjectSigner } from '../../lambdas/adapters/s3-object-store/s3-object-signer.ts';
import { S3ObjectStore } from '../../lambdas/adapters/s3-object-store/s3-object-store.ts';
import type { DocumentStore } from '../../lambdas/ports/documents.ts';
import type { ObjectRestorer } from '../../lambdas/ports/object-restorer.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { startS3, type S3Notification, type S3Server } from '../../local/s3/server.ts';

export const BUCKET = 'vault';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:onObjectEvent';
const KEY = { accessKeyId: 'AKIATESTS', secretAccessKey: 'secret-of-the-tests' };

/** A bucket of our own, versioned, and a key that may do everything. */
export interface TestBucket {
	readonly s3: S3Server;
	readonly client: S3Client;
	/** As a function has them. */
	readonly store: ObjectStore;
	readonly restorer: ObjectRestorer;
	readonly signer: S3ObjectSigner;
	/** An object in Glacier Flexible Retrieval, as if it were 60 days old. */
	readonly putArchived: (key: string, bytes: Buffer) => Promise<void>;
	readonly documents: DocumentStore;
	/** What S3 would have sent to the function since the last call. */
	takeEvents(): Promise<readonly S3Notification['event'][]>;
	/** `key version` of all there is, and `key multipart` of what is open. */
	contents(): Promise<readonly string[]>;
	/** The environment another process reaches the same bucket with. */
	readonly environment: Readonly<Record<string, string>>;
	close(): Promise<void>;
}

export interface BucketOptions {
	/** `LifecycleConfiguration` as in the template. Default: no rule. */
	readonly lifecycle?: unknown;
	/** Dates objects and tells their age. Default: the real time. */
	readonly lifecycleClock?: () => Date;
}

export async function startBucket({
	lifecycle,
	lifecycleClock = () => new Date(),
}: BucketOptions = {}): Promise<TestBucket> {
	const dataDir = await mkdtemp(join(tmpdir(), 'cloudvault-s3-'));
	let events: S3Notification['event'][] = [];
	const s3 = await startS3({
		dataDir,
		port: 0,
		credentials: (id) =>
			id === KEY.accessKeyId
				? { secretAccessKey: KEY.secretAccessKey, principal: 'tests' }
				: undefined,
		authorize: () => true,
		buckets: { [BUCKET]: { ...bucketProperties, LifecycleConfiguration: lifecycle } },
		lifecycleClock,
		onEvent: ({ event }) => {
			events.push(event);
		},
	});
	const client = new S3Client({
		endpoint: s3.endpoint,
		region: 'us-east-1',
		credentials: KEY,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		maxAttempts: 1,
	});
	const bucket = { name: BUCKET, url: new URL(`${s3.endpoint}/${BUCKET}/`), region: 'us-east-1' };
	const credentials = () => Promise.resolve(KEY);
	const quick = new QuickBucket(new BucketRequests(bucket, credentials));
	const store = new LazyObjectStore(quick, () =>
		Promise.resolve(new S3ObjectStore(client, BUCKET)),
	);
	return {
		s3,
		client,
		store,
		restorer: new LazyObjectRestorer(quick, () =>
			Promise.resolve(new S3ObjectRestorer(client, BUCKET)),
		),
		documents: new LazyDocumentStore(quick, () =>
			Promise.resolve(new S3DocumentStore(client, BUCKET)),
		),
		signer: new S3ObjectSigner(bucket, credentials),
		async putArchived(Key, Body) {
			const put = { Bucket: BUCKET, Key, Body, StorageClass: 'GLACIER' } as const;
			await client.send(new PutObjectCommand({ ...put, ChecksumAlgorithm: 'SHA256' }));
		},
		async takeEvents() {
			await s3.settleEvents();
			const taken = events;
			events = [];
			return taken;
		},
		async contents() {
			const found: string[] = [];
			for await (const each of store.listVersions('')) {
				found.push(`${each.key} ${each.isMarker ? 'marker' : each.objectVersionId}`);
			}
			for await (const each of store.listOpenUploads('')) found.push(`${each.key} multipart`);
			return found;
		},
		environment: {
			AWS_ENDPOINT_URL_S3: s3.endpoint,
			AWS_REGION: 'us-east-1',
			AWS_ACCESS_KEY_ID: KEY.accessKeyId,
			AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
			BUCKET,
			BUCKET_URL: `${s3.endpoint}/${BUCKET}/`,
		},
		async close() {
			client.destroy();
			await s3.close();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

const bucketProperties = {
	VersioningConfiguration: { Status: 'Enabled' },
	NotificationConfiguration: {
		LambdaConfigurations: [
			{ Event: 's3:ObjectCreated:*', Function: FUNCTION, Filter: prefix('u/') },
			{ Event: 's3:ObjectRestore:*', Function: FUNCTION, Filter: prefix('u/') },
			{ Event: 's3:LifecycleTransition', Function: FUNCTION, Filter: prefix('u/') },
			{ Event: 's3:ObjectCreated:*', Function: FUNCTION, Filter: prefix('d/') },
		],
	},
};

function prefix(value: string) {
	return { S3Key: { Rules: [{ Name: 'prefix', Value: value }] } };
}
