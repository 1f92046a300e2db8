import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { BUCKET, clientOf, failure, startServer } from './s3-fixture.ts';

/** Sends a signed URL to 127.0.0.1, whatever host it names: not every system resolves .localhost. */
function send(url: string, method: string, body = ''): Promise<number> {
	const { host, port, pathname, search } = new URL(url);
	return new Promise((resolve, reject) => {
		const headers = { host, 'content-length': Buffer.byteLength(body) };
		const path = pathname + search;
		request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
			response.resume();
			response.on('end', () => resolve(response.statusCode ?? 0));
		})
			.on('error', reject)
			.end(body);
	});
}

describe('a bucket', () => {
	test('does not take a URL that was signed for another host', async () => {
		const { endpoint } = await startServer();
		const put = new PutObjectCommand({ Bucket: BUCKET, Key: 'u/1' });
		const url = await getSignedUrl(clientOf(endpoint), put);

		expect(await send(url.replace('127.0.0.1', 'localhost'), 'PUT')).toBe(403);
	});

	test('that does not exist is named as missing to signed requests only', async () => {
		const { endpoint } = await startServer();
		const put = new PutObjectCommand({ Bucket: 'elsewhere', Key: 'u/1', Body: 'x' });

		expect(await failure(clientOf(endpoint).send(put))).toEqual({
			name: 'NoSuchBucket',
			status: 404,
		});
		expect((await fetch(`${endpoint}/elsewhere/u/1`)).status).toBe(403);
	});
});

test('a form cannot put a line break into a header of the object', async () => {
	const { endpoint } = await startServer();
	const s3 = clientOf(endpoint);
	// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the form signer brings its own release of the client; the two are the same shape
	const form = await createPresignedPost(s3, {
		Bucket: BUCKET,
		Key: 'u/1',
		Conditions: [['starts-with', '$Content-Type', '']],
	});
	const data = new FormData();
	for (const [name, value] of Object.entries(form.fields)) data.set(name, value);
	data.set('Content-Type', 'text/plain\r\nset-cookie: a=b');
	data.set('file', new Blob(['x']));

	const { status } = await fetch(form.url, { method: 'POST', body: data });

	expect(status).toBe(400);
	const head = new HeadObjectCommand({ Bucket: BUCKET, Key: 'u/1' });
	expect((await failure(s3.send(head))).status).toBe(404);
});

test('a form that names an algorithm and no checksum has its file summed', async () => {
	const { endpoint } = await startServer();
	const s3 = clientOf(endpoint);
	const named = { 'x-amz-checksum-algorithm': 'SHA256' };
	// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- as above
	const form = await createPresignedPost(s3, {
		Bucket: BUCKET,
		Key: 'u/1',
		Fields: named,
		Conditions: [named],
	});
	const data = new FormData();
	for (const [name, value] of Object.entries(form.fields)) data.set(name, value);
	data.set('file', new Blob(['x']));

	expect((await fetch(form.url, { method: 'POST', body: data })).status).toBe(204);

	const head = new HeadObjectCommand({ Bucket: BUCKET, Key: 'u/1', ChecksumMode: 'ENABLED' });
	const sha256 = createHash('sha256').update('x').digest('base64');
	expect((await s3.send(head)).ChecksumSHA256).toBe(sha256);
});

test('an answer gets no header that HTTP does not allow, though it was signed', async () => {
	const { endpoint } = await startServer();
	const s3 = clientOf(endpoint);
	await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'u/1', Body: 'x' }));
	const read = (ResponseContentDisposition: string) =>
		s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'u/1', ResponseContentDisposition }));

	expect((await read('inline')).ContentDisposition).toBe('inline');
	expect(await failure(read('inline\r\nset-cookie: a=b'))).toEqual({
		name: 'InvalidArgument',
		status: 400,
	});
});

test('a checksum is told to those who ask for it, and to no others', async () => {
	const { endpoint } = await startServer();
	const s3 = clientOf(endpoint);
	const object = { Bucket: BUCKET, Key: 'u/1' };
	await s3.send(new PutObjectCommand({ ...object, Body: 'x', ChecksumAlgorithm: 'SHA256' }));

	const asked = await s3.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
	const plain = await s3.send(new HeadObjectCommand(object));

	expect(asked.ChecksumSHA256).toBe(createHash('sha256').update('x').digest('base64'));
	expect(plain.ChecksumSHA256).toBeUndefined();
});
