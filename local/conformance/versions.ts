import {
	DeleteObjectCommand,
	DeleteObjectsCommand,
	HeadObjectCommand,
	ListObjectVersionsCommand,
	type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { assertFails, optional, required, type Probe } from './probe.ts';
import type { ConformanceTarget } from './target.ts';

const MOST_KEYS = 1000;

async function hide(target: ConformanceTarget, key: string): Promise<string | undefined> {
	const command = new DeleteObjectCommand({ Bucket: target.bucket, Key: key });
	return (await target.client.send(command)).VersionId;
}

function listed(page: ListObjectVersionsCommandOutput): (string | undefined)[] {
	const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
	return versions.map((each) => each.VersionId);
}

export const versionProbes: readonly Probe[] = [
	required('gives every PUT a version id and keeps the old bytes', async (target) => {
		const key = target.newKey();
		const [first, second] = [await target.put(key, 'first'), await target.put(key, 'second')];
		assert.ok(first.versionId && second.versionId && first.versionId !== second.versionId);
		assert.equal((await target.read(key)).toString(), 'second');
		assert.equal((await target.read(key, first.versionId)).toString(), 'first');
	}),
	optional('hides a deleted key and keeps its versions', async (target) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'kept');
		const marker = await hide(target, key);
		assert.ok(marker, 'the delete marker has no version id');
		await assertFails(target.read(key), { codes: ['NoSuchKey'], status: 404 });
		assert.equal((await target.read(key, versionId)).toString(), 'kept');
		const ofMarker = new HeadObjectCommand({
			Bucket: target.bucket,
			Key: key,
			VersionId: marker,
		});
		await assertFails(target.client.send(ofMarker), { status: 405 });
	}),
	optional('shows a key again once its delete marker is deleted', async (target) => {
		const key = target.newKey();
		await target.put(key, 'back');
		await target.remove(key, await hide(target, key));
		assert.equal((await target.read(key)).toString(), 'back');
	}),
	required('deletes one version for good and leaves the others', async (target) => {
		const key = target.newKey();
		const [first, second] = [await target.put(key, 'first'), await target.put(key, 'second')];
		await target.remove(key, second.versionId);
		assert.equal((await target.read(key)).toString(), 'first');
		await assertFails(target.read(key, second.versionId), { status: 404 });
		await target.remove(key, first.versionId);
		assert.equal(await target.exists(key), false);
	}),
	required('calls deleting a version twice a success', async (target) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'once');
		await target.remove(key, versionId);
		await target.remove(key, versionId);
	}),
	required('lists versions and markers page by page, the newest first', async (target) => {
		const prefix = `${target.newKey('versions')}/`;
		const expected: (string | undefined)[] = [];
		for (const name of ['a', 'b', 'c']) {
			const versions = [
				(await target.put(prefix + name, '1')).versionId,
				(await target.put(prefix + name, '2')).versionId,
				await hide(target, prefix + name),
			];
			expected.push(...versions.reverse());
		}
		const found: (string | undefined)[] = [];
		for (let markers = {}, more = true; more;) {
			const page = await target.client.send(
				new ListObjectVersionsCommand({
					Bucket: target.bucket,
					Prefix: prefix,
					MaxKeys: 1,
					...markers,
				}),
			);
			found.push(...listed(page));
			more = page.IsTruncated ?? false;
			markers = {
				KeyMarker: page.NextKeyMarker,
				VersionIdMarker: page.NextVersionIdMarker,
			};
		}
		assert.deepEqual(found, expected);
	}),
	required('goes on listing after a version that was deleted meanwhile', async (target) => {
		const prefix = `${target.newKey('shrinking')}/`;
		for (const name of ['a', 'b']) {
			await target.put(prefix + name, '1');
			await target.put(prefix + name, '2');
		}
		const list = (markers: object): Promise<ListObjectVersionsCommandOutput> =>
			target.client.send(
				new ListObjectVersionsCommand({
					Bucket: target.bucket,
					Prefix: prefix,
					MaxKeys: 1,
					...markers,
				}),
			);
		let deleted = 0;
		for (let page = await list({}); ;) {
			for (const each of page.Versions ?? []) {
				await target.remove(each.Key ?? '', each.VersionId);
				deleted++;
			}
			if (!page.IsTruncated) break;
			page = await list({
				KeyMarker: page.NextKeyMarker,
				VersionIdMarker: page.NextVersionIdMarker,
			});
		}
		assert.equal(deleted, 4);
	}),
	required(
		'tells of a version that it does not have, and of an id that it cannot have given',
		async (target) => {
			const key = target.newKey();
			const { versionId } = await target.put(key, 'gone');
			await target.head(key, versionId);
			await target.remove(key, versionId);
			await assertFails(target.head(key, versionId), { status: 404 });
			await assertFails(target.head(key, 'no version id'), { status: 400 });
		},
	),
	required('says nothing of what it deleted where it is to be quiet', async (target) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'x');
		const { Deleted, Errors } = await target.client.send(
			new DeleteObjectsCommand({
				Bucket: target.bucket,
				Delete: { Quiet: true, Objects: [{ Key: key, VersionId: versionId }] },
			}),
		);
		assert.deepEqual([Deleted ?? [], Errors ?? []], [[], []]);
		assert.equal(await target.exists(key), false);
	}),
	required('deletes a thousand keys at once and reports each', async (target) => {
		const prefix = `${target.newKey('bulk')}/`;
		const keys = Array.from({ length: MOST_KEYS }, (_, index) => prefix + String(index));
		const [real = ''] = keys;
		await target.put(real, 'x');
		const { Deleted, Errors } = await target.client.send(
			new DeleteObjectsCommand({
				Bucket: target.bucket,
				Delete: { Objects: keys.map((Key) => ({ Key })) },
			}),
		);
		assert.deepEqual(Deleted?.map((each) => each.Key).toSorted(), keys.toSorted());
		assert.equal(Errors?.length ?? 0, 0);
		assert.equal(await target.exists(real), false);
	}),
	required('deletes what it can where one of several keys fails', async (target) => {
		const [good, bad] = [target.newKey('good'), target.newKey('bad')];
		const { versionId } = await target.put(good, 'x');
		const { Deleted, Errors } = await target.client.send(
			new DeleteObjectsCommand({
				Bucket: target.bucket,
				Delete: {
					Objects: [
						{ Key: bad, VersionId: 'no version id' },
						{ Key: good, VersionId: versionId },
					],
				},
			}),
		);
		assert.deepEqual(
			[Deleted?.map((each) => each.Key), Errors?.map((each) => each.Key)],
			[[good], [bad]],
		);
		assert.ok(Errors?.[0]?.Code, 'the error has no code');
	}),
	optional('refuses to delete more than a thousand keys at once', async (target) => {
		const Objects = Array.from({ length: MOST_KEYS + 1 }, (_, index) => ({
			Key: `${target.prefix}many/${String(index)}`,
		}));
		const command = new DeleteObjectsCommand({ Bucket: target.bucket, Delete: { Objects } });
		await assertFails(target.client.send(command), { status: 400 });
	}),
];
