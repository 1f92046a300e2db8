import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { assertFails, assertStatus, optional, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';

/** A browser's cache and player send these by themselves; without them it only reads more than it must. */
export const conditionalReadProbes: readonly Probe[] = [
	optional('answers 304 to a reader who has the object', async (target) => {
		const key = target.newKey();
		const { ETag } = await target.client.send(target.putCommand({ Key: key, Body: 'same' }));
		const input = { Bucket: target.bucket, Key: key, IfNoneMatch: ETag };
		await assertFails(target.client.send(new GetObjectCommand(input)), { status: 304 });
		await assertFails(target.client.send(new HeadObjectCommand(input)), { status: 304 });
	}),
	optional('answers 412 to a reader who wants another object', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const input = { Bucket: target.bucket, Key: key, IfMatch: '"0123456789abcdef"' };
		await assertFails(target.client.send(new GetObjectCommand(input)), { status: 412 });
	}),
	optional('goes on with a range only where If-Range names the same object', async (target) => {
		const key = target.newKey();
		const { ETag = '' } = await target.client.send(
			target.putCommand({ Key: key, Body: '0123456789' }),
		);
		const url = await target.presignGet(key);
		const resume = (ifRange: string) =>
			rawRequest(url, { method: 'GET', headers: { range: 'bytes=4-', 'if-range': ifRange } });
		const same = await resume(ETag);
		assertStatus(same, 206);
		assert.equal(same.body.toString(), '456789');
		const other = await resume('"0123456789abcdef"');
		assertStatus(other, 200);
		assert.equal(other.body.toString(), '0123456789');
	}),
];
