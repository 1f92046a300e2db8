import {
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	HeadObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { BUCKET, clientOf, newDataDir, startServer } from './s3-fixture.ts';

async function filesIn(path: string): Promise<number> {
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).length;
}

test('a part whose upload is completed while its bytes arrive is refused, and its bytes go', async () => {
	const dataDir = await newDataDir();
	const { endpoint } = await startServer({ dataDir });
	const s3 = clientOf(endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
	const key = { Bucket: BUCKET, Key: 'u/1' };
	const { UploadId } = await s3.send(new CreateMultipartUploadCommand(key));
	const part = { ...key, UploadId };
	const { ETag } = await s3.send(new UploadPartCommand({ ...part, PartNumber: 1, Body: 'first' }));
	const url = await getSignedUrl(s3, new UploadPartCommand({ ...part, PartNumber: 2 }));
	const late = request(url, { method: 'PUT', headers: { 'content-length': 2_000_000 } });
	const answered = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
		late.on('error', reject);
		late.on('response', (response) => {
			void text(response).then((body) => resolve({ status: response.statusCode, body }));
		});
	});
	late.write(Buffer.alloc(1_000_000));
	await expect.poll(() => filesIn(join(dataDir, 'incoming')), { timeout: 10_000 }).toBe(1);

	const Parts = [{ PartNumber: 1, ETag }];
	await s3.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload: { Parts } }));
	late.end(Buffer.alloc(1_000_000));

	const { status, body } = await answered;
	expect(status).toBe(404);
	expect(body).toContain('<Code>NoSuchUpload</Code>');
	expect((await s3.send(new HeadObjectCommand(key))).ContentLength).toBe(5);
	expect(await filesIn(join(dataDir, 'blobs'))).toBe(1);
});
