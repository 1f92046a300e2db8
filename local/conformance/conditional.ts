import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { assertFails, required, type Probe } from './probe.ts';

const WRITERS = 20;

export const conditionalProbes: readonly Probe[] = [
	required('answers 412 to If-None-Match: * where the key exists', async (target) => {
		const key = target.newKey();
		await target.put(key, 'first');
		const command = target.putCommand({ Key: key, Body: 'second', IfNoneMatch: '*' });
		await assertFails(target.client.send(command), { status: 412 });
		assert.equal((await target.read(key)).toString(), 'first');
	}),
	required('lets exactly one of twenty conditional writers win', async (target) => {
		const key = target.newKey();
		const attempts = await Promise.allSettled(
			Array.from({ length: WRITERS }, (_, index) =>
				target.client.send(target.putCommand({ Key: key, Body: String(index), IfNoneMatch: '*' })),
			),
		);
		const winners = attempts.flatMap((each, index) => (each.status === 'fulfilled' ? [index] : []));
		assert.equal(winners.length, 1, `${String(winners.length)} writers were told they won`);
		assert.equal((await target.read(key)).toString(), String(winners[0]));
	}),
	required('lets a key be written again once it is deleted', async (target) => {
		const key = target.newKey();
		await target.put(key, 'first');
		await target.remove(key);
		await target.client.send(target.putCommand({ Key: key, Body: 'second', IfNoneMatch: '*' }));
		assert.equal((await target.read(key)).toString(), 'second');
	}),
	required('replaces an object only where If-Match names it', async (target) => {
		const key = target.newKey();
		const { ETag } = await target.client.send(target.putCommand({ Key: key, Body: 'first' }));
		const stale = target.putCommand({ Key: key, Body: 'x', IfMatch: '"0123456789abcdef"' });
		await assertFails(target.client.send(stale), { status: 412 });
		await target.client.send(target.putCommand({ Key: key, Body: 'second', IfMatch: ETag }));
		assert.equal((await target.read(key)).toString(), 'second');
	}),
	required('answers 304 to a reader who has the object', async (target) => {
		const key = target.newKey();
		const { ETag } = await target.client.send(target.putCommand({ Key: key, Body: 'same' }));
		const input = { Bucket: target.bucket, Key: key, IfNoneMatch: ETag };
		await assertFails(target.client.send(new GetObjectCommand(input)), { status: 304 });
		await assertFails(target.client.send(new HeadObjectCommand(input)), { status: 304 });
	}),
	required('answers 412 to a reader who wants another object', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const input = { Bucket: target.bucket, Key: key, IfMatch: '"0123456789abcdef"' };
		await assertFails(target.client.send(new GetObjectCommand(input)), { status: 412 });
	}),
];
