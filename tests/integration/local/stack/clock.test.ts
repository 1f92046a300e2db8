import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
	CopyObjectCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	ListObjectsV2Command,
	S3Client,
} from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../../support/stack.ts';
import { VaultClient } from '../../../support/vault-client.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Above the size from which S3 moves objects between classes. */
const PHOTO = Buffer.alloc(200 * 1024, 'photo');

/** What follows from an event or a schedule comes when it comes. */
const PATIENT = { timeout: 20_000 };

let stack: Stack;
let client: VaultClient;
let rootId: string;

beforeAll(async () => {
	stack = await startStack({ runSchedules: true });
	client = new VaultClient(stack, await stack.createUser());
	({ rootId } = await client.open());
});
afterAll(() => stack.close());

interface Listed {
	readonly id: string;
	readonly name: string;
	readonly createdAt: string;
	readonly storageClass?: string;
}

async function listed(name: string): Promise<Listed | undefined> {
	const { entries } = await client.call<{ entries: Listed[] }>('listFolder', { folderId: rootId });
	return entries.find((entry) => entry.name === name);
}

function daysAhead(iso: string | undefined): number {
	return Math.round((Date.parse(iso ?? '') - Date.now()) / DAY_MS);
}

function ownersS3(): S3Client {
	return new S3Client({
		endpoint: stack.s3Url,
		region: stack.region,
		credentials: { ...stack.rootKey },
		forcePathStyle: true,
	});
}

describe('a vault whose clock was moved while a person was signed in', () => {
	test('archives what is sixty days old, and says so', async () => {
		await client.upload(rootId, 'old.jpg', PHOTO);
		expect(await listed('old.jpg')).toMatchObject({ storageClass: 'STANDARD' });

		await stack.advanceClock(61 * DAY_MS);
		await stack.settled();

		await expect.poll(() => listed('old.jpg'), PATIENT).toMatchObject({ storageClass: 'GLACIER' });
		expect(daysAhead(stack.now().toISOString())).toBe(61);
	});

	test('restores it, opens it for the days asked for, and archives it again', async () => {
		const entryId = (await listed('old.jpg'))?.id ?? '';
		const targets = [{ entryId }];
		const asked = { id: crypto.randomUUID(), targets, tier: 'Standard', days: 2 };
		const { job } = await client.call<{ job: { id: string } }>('beginRestore', asked);
		expect(job).toMatchObject({ state: 'restoring', files: { restoring: 1 } });

		await stack.advanceClock(5 * HOUR_MS);
		const jobNow = async () =>
			(await client.call<{ job: { state: string } }>('getRestore', { jobId: job.id })).job.state;
		await expect.poll(jobNow, PATIENT).toBe('done');
		expect((await fetch(await client.downloadUrl(entryId))).status).toBe(200);

		await stack.advanceClock(4 * DAY_MS);
		await expect.poll(() => listed('old.jpg'), PATIENT).toMatchObject({ restoredUntil: null });
	});

	test('takes and hands out files by its own time, with the sign-in from before', async () => {
		const { id } = await client.upload(rootId, 'new.jpg', PHOTO);
		const response = await fetch(await client.downloadUrl(id));

		expect(daysAhead((await listed('new.jpg'))?.createdAt)).toBe(65);
		expect(response.status).toBe(200);
		expect(Buffer.from(await response.arrayBuffer()).equals(PHOTO)).toBe(true);
	});

	test('signs what its functions ask KMS to sign', async () => {
		const opened = await client.call<{ addressTemplate: string }>('openDerivatives', {});

		expect(new URL(opened.addressTemplate).searchParams.get('Signature')).toMatch(/.{100}/);
	});

	test('signs people in', async () => {
		const other = new VaultClient(stack, await stack.createUser());

		expect(await other.open()).toMatchObject({ usage: { usedBytes: 0 } });
	});

	test('lets an address that it signed end by its own time', async () => {
		const { id } = await client.upload(rootId, 'short.jpg', PHOTO);
		const url = await client.downloadUrl(id);

		await stack.advanceClock(DAY_MS);

		expect((await fetch(url)).status).toBe(403);
		expect((await fetch(await client.downloadUrl(id))).status).toBe(200);
	});

	test('is checked by fsck by its own time', async () => {
		const { id } = await client.upload(rootId, 'orphan.jpg', PHOTO);
		const url = new URL(await client.downloadUrl(id));
		const s3 = ownersS3();
		const Bucket = stack.bucket;
		const CopySource = url.pathname.slice(1);
		const key = CopySource.slice(`${Bucket}/`.length).replace(/[^/]+$/, crypto.randomUUID());
		await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource }));
		const fsck = async () => {
			const command = join(import.meta.dirname, '../../../../lambdas/fsck.ts');
			const child = spawn(process.execPath, [command, '--grace=3600', '--data', stack.dataDir], {
				env: { PATH: process.env.PATH },
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			return text(child.stdout);
		};

		const young = await fsck();
		await stack.advanceClock(2 * HOUR_MS);
		const old = await fsck();

		expect(young).not.toContain(key);
		expect(old).toContain(key);
		await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
		s3.destroy();
	});

	test('answers the owner’s tools, which go by the machine’s time', async () => {
		const s3 = ownersS3();

		const { Contents } = await s3.send(
			new ListObjectsV2Command({ Bucket: stack.bucket, Prefix: 'u/' }),
		);
		const Key = Contents?.find(({ StorageClass }) => StorageClass === 'STANDARD')?.Key;
		const { Body } = await s3.send(new GetObjectCommand({ Bucket: stack.bucket, Key }));
		expect(await Body?.transformToByteArray()).toHaveLength(PHOTO.length);
		s3.destroy();

		const lambda = new LambdaClient({
			endpoint: stack.lambdaUrl,
			region: stack.region,
			credentials: { ...stack.rootKey },
		});
		const run = new InvokeCommand({ FunctionName: 'sweep', InvocationType: 'DryRun' });
		expect((await lambda.send(run)).StatusCode).toBe(204);
		lambda.destroy();
	});
});
