import {
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	PutObjectCommand,
	UploadPartCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { S3Notification } from '../../../../local/s3/server.ts';
import { BUCKET, clientOf, newDataDir, startServer } from './s3-fixture.ts';

const SCRIPT = join(import.meta.dirname, 'server-process.ts');

interface ServerProcess {
	readonly endpoint: string;
	kill(): Promise<void>;
}

async function spawnServer(dataDir: string, delivery = 'deliver'): Promise<ServerProcess> {
	const child: ChildProcess = spawn(process.execPath, [SCRIPT, dataDir, delivery], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const kill = async (): Promise<void> => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGKILL');
		await once(child, 'exit');
	};
	onTestFinished(kill);
	if (!child.stdout) throw new Error('The server has no output');
	for await (const line of createInterface(child.stdout)) return { endpoint: line, kill };
	throw new Error('The server ended before it listened');
}

async function read(s3: S3Client, key: string): Promise<Buffer> {
	const found = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
	return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
}

/** Files below a folder, for what the disk still holds. */
async function filesIn(path: string): Promise<string[]> {
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('after a restart', () => {
	test('every object, version and unfinished upload is still there', async () => {
		const dataDir = await newDataDir();
		const before = await startServer({ dataDir });
		const first = clientOf(before.endpoint);
		const key = { Bucket: BUCKET, Key: 'u/1' };
		await first.send(new PutObjectCommand({ ...key, Body: 'old', ContentType: 'text/plain' }));
		await first.send(new PutObjectCommand({ ...key, Body: 'new', Metadata: { owner: 'me' } }));
		const { UploadId } = await first.send(new CreateMultipartUploadCommand(key));
		const part = { ...key, UploadId, PartNumber: 1 };
		const { ETag } = await first.send(new UploadPartCommand({ ...part, Body: 'part' }));
		await before.close();

		const after = clientOf((await startServer({ dataDir })).endpoint);
		const head = await after.send(new HeadObjectCommand(key));
		const { Versions } = await after.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
		await after.send(
			new CompleteMultipartUploadCommand({
				...key,
				UploadId,
				MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
			}),
		);

		expect(head.Metadata).toEqual({ owner: 'me' });
		expect(Versions?.map((each) => each.Size)).toEqual([3, 3]);
		expect((await read(after, 'u/1')).toString()).toBe('part');
	});
});

describe('when the server is killed', () => {
	test('in the middle of a PUT, the object does not exist and its bytes are cleared away', async () => {
		const dataDir = await newDataDir();
		const server = await spawnServer(dataDir);
		const put = new PutObjectCommand({ Bucket: BUCKET, Key: 'half' });
		const signer = clientOf(server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
		const url = await getSignedUrl(signer, put);
		const halfSent = request(url, { method: 'PUT', headers: { 'content-length': 4_000_000 } });
		halfSent.on('error', () => undefined);
		halfSent.write(Buffer.alloc(2_500_000));
		await expect
			.poll(() => filesIn(join(dataDir, 'incoming')), { timeout: 10_000 })
			.toHaveLength(1);
		await server.kill();

		const s3 = clientOf((await startServer({ dataDir })).endpoint);

		const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
		expect(Versions ?? []).toEqual([]);
		expect(await filesIn(join(dataDir, 'incoming'))).toEqual([]);
		expect(await filesIn(join(dataDir, 'blobs'))).toEqual([]);
	});

	test('under load, everything it acknowledged is whole and nothing else is listed', async () => {
		const dataDir = await newDataDir();
		const server = await spawnServer(dataDir);
		const s3 = clientOf(server.endpoint);
		const sent = new Map<string, Buffer>();
		const acknowledged = new Set<string>();
		const writer = async (name: string): Promise<void> => {
			for (let index = 0; ; index++) {
				const key = `${name}/${String(index)}`;
				const body = randomBytes(20_000);
				sent.set(key, body);
				await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
				acknowledged.add(key);
			}
		};
		const writers = ['a', 'b', 'c', 'd'].map((name) => writer(name).catch(() => undefined));
		await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(100);
		await server.kill();
		await Promise.all(writers);

		const after = clientOf((await startServer({ dataDir })).endpoint);

		const { Versions = [] } = await after.send(
			new ListObjectVersionsCommand({ Bucket: BUCKET, MaxKeys: 1000 }),
		);
		const listed = new Set(Versions.map((each) => each.Key ?? ''));
		expect([...acknowledged].filter((key) => !listed.has(key))).toEqual([]);
		for (const key of listed) expect(await read(after, key)).toEqual(sent.get(key));
		expect(await filesIn(join(dataDir, 'blobs'))).toHaveLength(listed.size);
	});

	test('before an event was delivered, the next start delivers it', async () => {
		const dataDir = await newDataDir();
		const server = await spawnServer(dataDir, 'refuse');
		const put = new PutObjectCommand({ Bucket: BUCKET, Key: 'u/1', Body: 'x' });
		await clientOf(server.endpoint).send(put);
		await server.kill();

		const events: S3Notification[] = [];
		const next = await startServer({ dataDir, onEvent: (event) => void events.push(event) });
		await next.settleEvents();

		expect(events.map((each) => each.event.Records[0].s3.object.key)).toEqual(['u/1']);
	});
});
