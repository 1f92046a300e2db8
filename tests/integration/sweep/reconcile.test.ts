import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../../lambdas/ports/object-store.ts';
import type { StoredVersion } from '../../../lambdas/ports/versions.ts';
import { reconcile } from '../../../lambdas/sweep/reconcile.ts';
import { BUCKET } from '../../support/object-store.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});
afterEach(async () => {
	world.bucket.s3.injectFaults(undefined);
	// What one test has lost is not the next one's.
	for (const table of ['entries', 'versions', 'derivatives']) {
		await world.fresh.observer.query(`delete from ${table} where owner_id = ?`, [ann.ownerId]);
	}
});

const objectsOf = async ({ ownerId }: Uploader) =>
	(await world.bucket.contents()).filter((each) => each.includes(ownerId));

test('reconciling removes orphans and leaves what a row names', async () => {
	const file = await ann.upload('a.txt', hello);
	const [stored] = await world.deps.catalog.versions.ofEntry(ann.ownerId, file.id, { limit: 100 });
	const [begun, given] = await ann.begin([
		asked(ann.rootId, hello),
		asked(ann.rootId, hello, { name: 'given up' }),
	]);
	await post(formOf(begun).form, hello);
	await ann.can.abortUploads({ uploadIds: [formOf(given).uploadId] });
	await post(formOf(given).form, hello);
	const strayKey = `u/${ann.ownerId}/${randomUUID()}/${randomUUID()}`;
	await world.bucket.store.beginParts(strayKey, 'text/plain');
	const held = await world.bucket.store.inspectObject(stored?.objectKey ?? '');

	await world.reconcile();

	const left = await objectsOf(ann);
	expect(left).toHaveLength(2);
	expect(left).toContain(`${stored?.objectKey ?? ''} ${held?.objectVersionId ?? ''}`);
	expect((await ann.read(file.id)).bytes.equals(hello)).toBe(true);
	const { uploadId } = formOf(begun);
	const late = await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });
	expect(late.files[0]?.outcome).toBe('stored');
});

describe('a row without its object', () => {
	/** Deletes it by version, which nothing brings back. */
	async function lose({ objectKey, s3VersionId }: StoredVersion): Promise<void> {
		await world.bucket.store.deleteVersions([{ key: objectKey, objectVersionId: s3VersionId }]);
	}

	async function versionsOf(entryId: string): Promise<readonly StoredVersion[]> {
		return world.deps.catalog.versions.ofEntry(ann.ownerId, entryId, { limit: 100 });
	}

	async function newest(entryId: string): Promise<StoredVersion> {
		const [version] = await versionsOf(entryId);
		if (version === undefined) throw new Error('no version');
		return version;
	}

	const fileOf = async (entryId: string) => {
		const { entry, versions } = await ann.does.getEntry({ entryId });
		if (entry.kind !== 'file') throw new Error('no file');
		return { file: entry, versions };
	};

	const download = async (entryId: string) =>
		(await ann.can.signDownloads({ downloads: [{ entryId, as: 'attachment' }] })).downloads[0];

	test('is told to its person, in the list and with the file, and is not offered for download', async () => {
		const { id: lostId } = await ann.upload('lost.txt', hello);
		const { id: keptId } = await ann.upload('kept.txt', hello);
		await lose(await newest(lostId));

		const { ghosts, complete } = await world.reconcile();

		expect({ ghosts, complete }).toEqual({ ghosts: 1, complete: true });
		const { file, versions } = await fileOf(lostId);
		expect(file.missingSince).toEqual(expect.stringMatching(/^\d{4}-/));
		expect(versions.map(({ missingSince }) => missingSince)).toEqual([file.missingSince]);
		expect(await download(lostId)).toMatchObject({ outcome: 'refused', code: 'bytes_missing' });
		expect((await fileOf(keptId)).file.missingSince).toBeNull();
		expect((await ann.read(keptId)).bytes).toEqual(hello);
	});

	test('keeps the moment at which it was first missed, and counts each day', async () => {
		const { id } = await ann.upload('lost.txt', hello);
		await lose(await newest(id));
		await world.reconcile();
		const { missingSince } = await newest(id);
		world.passSeconds(24 * 3600);

		expect((await world.reconcile()).ghosts).toBe(1);

		expect((await newest(id)).missingSince).toEqual(missingSince);
	});

	test('is taken back when S3 has the version again', async () => {
		const { id } = await ann.upload('back.txt', hello);
		const { id: versionId, s3VersionId } = await newest(id);
		const rename = 'update versions set s3_version_id = ? where id = ?';
		await world.fresh.observer.query(rename, ['elsewhere', versionId]);
		await world.reconcile();
		expect((await fileOf(id)).file.missingSince).not.toBeNull();
		await world.fresh.observer.query(rename, [s3VersionId, versionId]);

		expect((await world.reconcile()).ghosts).toBe(0);

		const { file, versions } = await fileOf(id);
		expect([file.missingSince, versions[0]?.missingSince]).toEqual([null, null]);
		expect((await ann.read(id)).bytes).toEqual(hello);
	});

	test('leaves an older version that can be made the current one', async () => {
		const { id } = await ann.upload('twice.txt', hello);
		const older = await newest(id);
		const [begun] = await ann.begin([
			asked(ann.rootId, Buffer.from('newer'), { name: 'twice.txt', onConflict: 'new-version' }),
		]);
		const { uploadId, form } = formOf(begun);
		await post(form, Buffer.from('newer'));
		await ann.can.completeUploads({
			uploads: [{ uploadId, checksum: sha256(Buffer.from('newer')) }],
		});
		await lose(await newest(id));
		await world.reconcile();

		const { entry } = await ann.does.restoreVersion({ entryId: id, versionId: older.id });

		expect(entry).toMatchObject({ versionId: older.id, missingSince: null });
		expect((await ann.read(id)).bytes).toEqual(hello);
		const { versions } = await fileOf(id);
		expect(versions.map(({ missingSince }) => missingSince === null)).toEqual([false, true]);
	});

	test('is deleted with its file to the end', async () => {
		const { id } = await ann.upload('lost.txt', hello);
		await lose(await newest(id));
		await world.reconcile();
		await ann.does.trashEntries({ entryIds: [id] });

		await ann.can.purgeTrash({});
		await world.sweep();

		expect((await world.reconcile()).ghosts).toBe(0);
		expect(await versionsOf(id)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
	});

	test('is found behind a delete marker too, and is none: the marker goes', async () => {
		const { id } = await ann.upload('hidden.txt', hello);
		const { objectKey: Key } = await newest(id);
		await world.bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));

		expect(await world.reconcile()).toMatchObject({ ghosts: 0, removed: 1, hidden: 1 });

		expect((await ann.read(id)).bytes).toEqual(hello);
	});

	test('is none where a version became one of another file than its key says', async () => {
		const { id } = await ann.upload('a.txt', hello);
		const [begun] = await ann.begin([
			asked(ann.rootId, hello, { name: 'a.txt', onConflict: 'new-version' }),
		]);
		await ann.does.trashEntries({ entryIds: [id] });
		const { uploadId, form } = formOf(begun);
		await post(form, hello);
		const { files } = await ann.can.completeUploads({
			uploads: [{ uploadId, checksum: sha256(hello) }],
		});
		const file = files[0]?.outcome === 'stored' ? files[0].file : undefined;
		expect(file?.id).not.toBe(id);

		expect((await world.reconcile()).ghosts).toBe(0);
	});

	test('is a picture that is missing, which is counted once and taken back: its file no longer says that there is one', async () => {
		const { id } = await ann.upload('a.png', hello);
		const { id: versionId } = await newest(id);
		await world.deps.catalog.derivatives.insert([
			{
				ownerId: ann.ownerId,
				entryId: id,
				versionId,
				kind: 'thumb',
				objectKey: `d/${ann.ownerId}/${versionId}/thumb`,
				s3VersionId: 'nowhere',
				sizeBytes: 7,
				contentType: 'image/webp',
			},
		]);
		await world.deps.catalog.withLockedOwner(ann.ownerId, async ({ entries, users }) => {
			await users.charge(ann.ownerId, { derivativeBytes: 7 });
			const file = await entries.get(ann.ownerId, id);
			if (file?.kind === 'file') await entries.replace(file, { ...file, hasThumb: true });
		});

		expect((await world.reconcile()).ghosts).toBe(1);

		const last = await world.deps.comparisons.last();
		expect(last?.drift.ghosts).toEqual({ files: 0, derivatives: 1, bytes: 7 });
		expect((await fileOf(id)).file).toMatchObject({ missingSince: null, hasThumb: false });
		expect((await world.reconcile()).ghosts).toBe(0);
		expect((await world.fsck()).filter((line) => line.startsWith(`quota ${ann.ownerId}`))).toEqual(
			[],
		);
	});

	test('is found among thousands by the listing, and S3 is asked about no other key', async () => {
		const { id: entryId } = await ann.upload('many.txt', hello);
		const model = await newest(entryId);
		const versions = Array.from({ length: 1300 }, (_, i): StoredVersion => {
			const own = { entryId: randomUUID(), id: randomUUID() };
			const objectKey = `u/${ann.ownerId}/${own.entryId}/${own.id}`;
			return { ...model, ...own, objectKey, s3VersionId: `v${String(i)}` };
		});
		await world.deps.catalog.withLockedOwner(ann.ownerId, (repositories) =>
			repositories.versions.insert(versions),
		);
		const sorted = [model, ...versions].toSorted((a, b) => (a.objectKey < b.objectKey ? -1 : 1));
		const lost = [0, 499, 500, 700, 1300].map((i) => sorted[i]?.objectKey ?? '');
		const asked: string[] = [];

		const { ghosts } = await reconcile({
			...world.deps,
			store: listing(world.bucket.store, {
				held: sorted.filter(({ objectKey }) => !lost.includes(objectKey)),
				onAsked: (key) => asked.push(key),
			}),
		});

		expect(ghosts).toBe(lost.length);
		expect(asked.toSorted()).toEqual(lost);
		const ids = sorted.map(({ id }) => id);
		const after = await world.deps.catalog.versions.getMany(ann.ownerId, ids);
		const told = [...after.values()].filter(({ missingSince }) => missingSince !== null);
		expect(told.map(({ objectKey }) => objectKey).toSorted()).toEqual(lost);
	});
});

describe('what the comparison keeps for the health page', () => {
	test('is what it found, with what that costs, however young a surplus version is', async () => {
		const before = await world.deps.comparisons.last();
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);
		await post(form, hello);
		await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });

		const { removed } = await reconcile(world.deps);

		expect(removed).toBe(0);
		const last = await world.deps.comparisons.last();
		expect(last?.comparedAt).not.toEqual(before?.comparedAt);
		expect(last?.drift).toMatchObject({
			surplus: { count: 1, bytes: 5 },
			orphans: { count: 0, bytes: 0, usdPerMonth: 0 },
			ghosts: { files: 0, derivatives: 0, bytes: 0 },
			pricesCheckedOn: expect.stringMatching(/^\d{4}-/) as string,
		});
		expect(last?.drift.surplus.usdPerMonth).toBeGreaterThan(0);
	});

	test('stays what it was where the time was up first', async () => {
		await world.reconcile();
		const before = await world.deps.comparisons.last();
		world.passSeconds(60);

		const { complete } = await reconcile({ ...world.deps, hasTimeLeft: () => false });

		expect(complete).toBe(false);
		expect(await world.deps.comparisons.last()).toEqual(before);
	});
});

interface Listing {
	readonly held: readonly StoredVersion[];
	readonly onAsked: (key: string) => void;
}

/** A store whose originals are these; by a whole key it is asked about one. */
function listing(store: ObjectStore, { held, onAsked }: Listing): ObjectStore {
	const listed = held.map(
		({ objectKey: key, s3VersionId: objectVersionId, sizeBytes, storageClass, createdAt }) => ({
			key,
			objectVersionId,
			isMarker: false,
			isCurrent: true,
			sizeBytes,
			storageClass,
			modifiedAt: createdAt,
		}),
	);
	return {
		inspectObject: (key) => store.inspectObject(key),
		inspectObjectVersion: (version) => store.inspectObjectVersion(version),
		beginParts: (key, contentType) => store.beginParts(key, contentType),
		copyObject: (from, to) => store.copyObject(from, to),
		copyPart: (from, to, range) => store.copyPart(from, to, range),
		listParts: (upload) => store.listParts(upload),
		completeParts: (upload, parts) => store.completeParts(upload, parts),
		abortParts: (upload) => store.abortParts(upload),
		deleteVersions: (versions) => store.deleteVersions(versions),
		pageOfVersions: (prefix, from) => store.pageOfVersions(prefix, from),
		listOpenUploads: (prefix) => store.listOpenUploads(prefix),
		async *listVersions(prefix) {
			if (prefix.length > 2) onAsked(prefix);
			yield* await Promise.resolve(listed.filter(({ key }) => key.startsWith(prefix)));
		},
	};
}
