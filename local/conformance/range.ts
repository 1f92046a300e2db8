import { GetObjectCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { MultipartUpload, PART_BYTES } from './multipart-upload.ts';
import { assertFails, assertStatus, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';

const TEN = '0123456789';

/** What a range of ten digits gives, and how it is described. */
const RANGES = [
	['bytes=0-3', '0123', 'bytes 0-3/10'],
	['bytes=4-', '456789', 'bytes 4-9/10'],
	['bytes=-3', '789', 'bytes 7-9/10'],
	['bytes=8-100', '89', 'bytes 8-9/10'],
	['bytes=-100', TEN, 'bytes 0-9/10'],
] as const;

export const rangeProbes: readonly Probe[] = [
	...RANGES.map(([range, content, described]) =>
		required(`answers 206 to ${range}`, async (target) => {
			const key = target.newKey();
			await target.put(key, TEN);
			const url = await target.presignGet(key);
			const answer = await rawRequest(url, { method: 'GET', headers: { range } });
			assertStatus(answer, 206);
			assert.equal(answer.body.toString(), content);
			assert.equal(answer.headers['content-range'], described);
			assert.equal(answer.headers['content-length'], String(content.length));
		}),
	),
	required('answers 416 to a range behind the end', async (target) => {
		const key = target.newKey();
		await target.put(key, TEN);
		const command = new GetObjectCommand({
			Bucket: target.bucket,
			Key: key,
			Range: 'bytes=10-',
		});
		await assertFails(target.client.send(command), { codes: ['InvalidRange'], status: 416 });
	}),
	required('answers 416 to any range of an empty object', async (target) => {
		const key = target.newKey();
		await target.put(key, '');
		const command = new GetObjectCommand({ Bucket: target.bucket, Key: key, Range: 'bytes=0-' });
		await assertFails(target.client.send(command), { status: 416 });
	}),
	required('reads a range across the border of two parts', async (target) => {
		const bodies = [randomBytes(PART_BYTES), randomBytes(100)] as const;
		const upload = await MultipartUpload.begin(target);
		const parts = [await upload.send(1, bodies[0]), await upload.send(2, bodies[1])];
		await upload.complete(parts);
		const [start, end] = [PART_BYTES - 10, PART_BYTES + 9];
		const found = await target.client.send(
			new GetObjectCommand({
				Bucket: target.bucket,
				Key: upload.key,
				Range: `bytes=${String(start)}-${String(end)}`,
			}),
		);
		const content = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
		assert.deepEqual(content, Buffer.concat(bodies).subarray(start, end + 1));
	}),
];
