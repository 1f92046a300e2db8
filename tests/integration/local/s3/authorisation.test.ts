import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	DeleteObjectsCommand,
	GetBucketEncryptionCommand,
	GetBucketLifecycleConfigurationCommand,
	GetBucketLocationCommand,
	GetBucketVersioningCommand,
	GetObjectCommand,
	GetPublicAccessBlockCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	ListObjectsCommand,
	ListObjectsV2Command,
	ListObjectVersionsCommand,
	ListPartsCommand,
	PutObjectCommand,
	RestoreObjectCommand,
	UploadPartCommand,
	UploadPartCopyCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '../../../../local/s3/server.ts';
import { BUCKET, clientOf, failure, KEYS, startServer } from './s3-fixture.ts';

const OBJECT = { Bucket: BUCKET, Key: 'u/1' };
const VERSION = { ...OBJECT, VersionId: 'null' };
const UPLOAD = { ...OBJECT, UploadId: 'upload' };
const OBJECT_ARN = `arn:aws:s3:::${BUCKET}/u/1`;
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;

type Send = (client: S3Client) => Promise<unknown>;

/** Each operation with the permission that AWS asks for. */
const PERMISSIONS: readonly (readonly [action: string, resource: string, send: Send])[] = [
	['s3:PutObject', OBJECT_ARN, (s3) => s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' }))],
	['s3:GetObject', OBJECT_ARN, (s3) => s3.send(new GetObjectCommand(OBJECT))],
	['s3:GetObject', OBJECT_ARN, (s3) => s3.send(new HeadObjectCommand(OBJECT))],
	['s3:GetObjectVersion', OBJECT_ARN, (s3) => s3.send(new GetObjectCommand(VERSION))],
	['s3:GetObjectVersion', OBJECT_ARN, (s3) => s3.send(new HeadObjectCommand(VERSION))],
	['s3:DeleteObject', OBJECT_ARN, (s3) => s3.send(new DeleteObjectCommand(OBJECT))],
	['s3:DeleteObjectVersion', OBJECT_ARN, (s3) => s3.send(new DeleteObjectCommand(VERSION))],
	['s3:RestoreObject', OBJECT_ARN, (s3) => s3.send(new RestoreObjectCommand(OBJECT))],
	[
		's3:PutObject',
		OBJECT_ARN,
		(s3) => s3.send(new CopyObjectCommand({ ...OBJECT, CopySource: `${BUCKET}/u/2` })),
	],
	[
		's3:PutObject',
		OBJECT_ARN,
		(s3) =>
			s3.send(new UploadPartCopyCommand({ ...UPLOAD, PartNumber: 1, CopySource: `${BUCKET}/u/2` })),
	],
	['s3:PutObject', OBJECT_ARN, (s3) => s3.send(new CreateMultipartUploadCommand(OBJECT))],
	[
		's3:PutObject',
		OBJECT_ARN,
		(s3) => s3.send(new UploadPartCommand({ ...UPLOAD, PartNumber: 1 })),
	],
	['s3:PutObject', OBJECT_ARN, (s3) => s3.send(new CompleteMultipartUploadCommand(UPLOAD))],
	['s3:AbortMultipartUpload', OBJECT_ARN, (s3) => s3.send(new AbortMultipartUploadCommand(UPLOAD))],
	['s3:ListMultipartUploadParts', OBJECT_ARN, (s3) => s3.send(new ListPartsCommand(UPLOAD))],
	['s3:ListBucket', BUCKET_ARN, (s3) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))],
	['s3:ListBucket', BUCKET_ARN, (s3) => s3.send(new ListObjectsCommand({ Bucket: BUCKET }))],
	['s3:ListAllMyBuckets', '*', (s3) => s3.send(new ListBucketsCommand())],
	[
		's3:GetBucketLocation',
		BUCKET_ARN,
		(s3) => s3.send(new GetBucketLocationCommand({ Bucket: BUCKET })),
	],
	[
		's3:ListBucketVersions',
		BUCKET_ARN,
		(s3) => s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET })),
	],
	[
		's3:ListBucketMultipartUploads',
		BUCKET_ARN,
		(s3) => s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET })),
	],
	[
		's3:GetBucketVersioning',
		BUCKET_ARN,
		(s3) => s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET })),
	],
	[
		's3:GetLifecycleConfiguration',
		BUCKET_ARN,
		(s3) => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET })),
	],
	[
		's3:GetBucketPublicAccessBlock',
		BUCKET_ARN,
		(s3) => s3.send(new GetPublicAccessBlockCommand({ Bucket: BUCKET })),
	],
	[
		's3:GetEncryptionConfiguration',
		BUCKET_ARN,
		(s3) => s3.send(new GetBucketEncryptionCommand({ Bucket: BUCKET })),
	],
];

describe('a caller whose role does not allow it', () => {
	test.each(PERMISSIONS)('is refused %s on %s', async (action, resource, send) => {
		const asked: AuthorizationRequest[] = [];
		const server = await startServer({
			authorize: (request) => {
				asked.push(request);
				return false;
			},
		});

		const { status } = await failure(send(clientOf(server.endpoint)));

		expect(status).toBe(403);
		expect(asked.map((each) => [each.principal, each.action, each.resource])).toEqual([
			['tester', action, resource],
		]);
	});

	test.each([
		['s3:GetObject', '', 's3:GetObject'],
		['s3:GetObjectVersion', '?versionId=null', 's3:GetObjectVersion'],
	])('is refused a copy of what it may not read: %s', async (_, version, forbidden) => {
		const asked: string[] = [];
		const server = await startServer({
			authorize: ({ action, resource }) => {
				asked.push(`${action} ${resource}`);
				return action !== forbidden;
			},
		});
		const CopySource = `${BUCKET}/u/2${version}`;

		const { status } = await failure(
			clientOf(server.endpoint).send(new CopyObjectCommand({ ...OBJECT, CopySource })),
		);

		expect(status).toBe(403);
		expect(asked).toEqual([`s3:PutObject ${OBJECT_ARN}`, `${forbidden} ${BUCKET_ARN}/u/2`]);
	});

	test('is refused each forbidden key of DeleteObjects and no other', async () => {
		const server = await startServer({
			authorize: ({ action, resource }) =>
				action !== 's3:DeleteObject' || !resource.endsWith('/forbidden'),
		});

		const { Deleted, Errors } = await clientOf(server.endpoint).send(
			new DeleteObjectsCommand({
				Bucket: BUCKET,
				Delete: { Objects: [{ Key: 'allowed' }, { Key: 'forbidden' }] },
			}),
		);

		expect(Deleted?.map((each) => each.Key)).toEqual(['allowed']);
		expect(Errors).toMatchObject([{ Key: 'forbidden', Code: 'AccessDenied' }]);
	});

	test('does not learn which keys exist unless it may list them', async () => {
		const server = await startServer({ authorize: ({ action }) => action !== 's3:ListBucket' });
		const s3 = clientOf(server.endpoint);

		const missing = await failure(s3.send(new GetObjectCommand(OBJECT)));
		await s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' }));
		await s3.send(new DeleteObjectCommand(OBJECT));
		const deleted = await failure(s3.send(new GetObjectCommand(OBJECT)));

		expect(missing).toEqual({ name: 'AccessDenied', status: 403 });
		expect(deleted).toEqual(missing);
	});
});

describe('what a policy can ask about', () => {
	test('is filled as S3 fills it', async () => {
		let asked: AuthorizationRequest | undefined;
		const server = await startServer({
			authorize: (request) => {
				asked = request;
				return true;
			},
		});

		await clientOf(server.endpoint).send(
			new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'u/', MaxKeys: 5 }),
		);

		expect(asked?.context).toMatchObject({
			's3:authType': 'REST-HEADER',
			's3:signatureversion': 'AWS4-HMAC-SHA256',
			's3:signatureAge': expect.stringMatching(/^\d+$/) as string,
			's3:prefix': 'u/',
			's3:max-keys': '5',
		});
	});
});

describe('temporary credentials', () => {
	const issued = { ...KEYS, sessionToken: 'token of this session' };
	const start = (expiresAt: Date): ReturnType<typeof startServer> =>
		startServer({
			credentials: () => ({
				secretAccessKey: KEYS.secretAccessKey,
				sessionToken: issued.sessionToken,
				expiresAt,
				principal: 'role',
			}),
		});

	test('work with their session token', async () => {
		const { endpoint } = await start(new Date(Date.now() + 60_000));

		const sent = clientOf(endpoint, { credentials: issued }).send(
			new PutObjectCommand({ ...OBJECT, Body: 'x' }),
		);

		await expect(sent).resolves.toBeDefined();
	});

	test.each([
		['without a session token', KEYS],
		['with another session token', { ...issued, sessionToken: 'another' }],
	])('are refused %s', async (_, credentials) => {
		const { endpoint } = await start(new Date(Date.now() + 60_000));

		const sent = clientOf(endpoint, { credentials }).send(
			new PutObjectCommand({ ...OBJECT, Body: 'x' }),
		);

		expect(await failure(sent)).toEqual({ name: 'InvalidToken', status: 400 });
	});

	test('are refused once they have expired', async () => {
		const { endpoint } = await start(new Date(Date.now() - 1));

		const sent = clientOf(endpoint, { credentials: issued }).send(
			new PutObjectCommand({ ...OBJECT, Body: 'x' }),
		);

		expect(await failure(sent)).toEqual({ name: 'ExpiredToken', status: 400 });
	});
});
