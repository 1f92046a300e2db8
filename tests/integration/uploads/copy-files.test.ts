import { PART_SIZE_BYTES, UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { asked, compositeOf, partsOf, partsPlanOf, put, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');
const film = randomBytes(2 * PART_SIZE_BYTES + 3);

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});
afterEach(() => {
	world.bucket.s3.injectFaults(undefined);
	vi.restoreAllMocks();
});

/** One copy into a folder. With the same `ref` it is the same copy. */
async function copy(entryId: string, parentId: string, ref: string = randomUUID(), who = ann) {
	const { files } = await who.can.copyFiles({
		batch: { id: ref, fileCount: 1 },
		files: [{ ref, entryId, parentId }],
	});
	const [answer] = files;
	if (answer === undefined) throw new Error('no answer');
	return answer;
}

async function uploadFilm(who = ann) {
	const [begun] = await who.begin([asked(who.rootId, film, { name: 'film.mp4' })]);
	const { uploadId } = partsPlanOf(begun);
	const parts = partsOf(film, PART_SIZE_BYTES);
	const signed = await who.can.signParts({
		uploadId,
		parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })),
	});
	for (const { partNumber, url, headers } of signed.parts)
		await put(url, headers, parts[partNumber - 1] ?? Buffer.alloc(0));
	const checksum = compositeOf(film, PART_SIZE_BYTES);
	const { files } = await who.can.completeUploads({ uploads: [{ uploadId, checksum }] });
	if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
	return files[0].file;
}

describe('a copy', () => {
	test('is a file of its own, with the same bytes, and stays when the original goes forever', async () => {
		const folder = await ann.folder(ann.rootId, 'to');
		const original = await ann.upload('a.txt', hello);

		const answer = await copy(original.id, folder);
		await ann.does.trashEntries({ entryIds: [original.id] });
		await ann.can.purgeEntries({ entryIds: [original.id] });

		expect(answer).toMatchObject({
			outcome: 'copied',
			file: { name: 'a.txt', parentId: folder, sizeBytes: 5, contentType: original.contentType },
		});
		if (answer.outcome !== 'copied') return;
		expect(answer.file.id).not.toBe(original.id);
		expect((await ann.read(answer.file.id)).bytes).toEqual(hello);
		expect(await world.fsck()).toEqual([]);
	});

	test('gets a number beside its original', async () => {
		const original = await ann.upload('a.txt', hello);

		await copy(original.id, ann.rootId);

		expect(await ann.namesIn(ann.rootId)).toEqual(['a (1).txt', 'a.txt']);
	});

	test('counts against the quota like any file, and is refused where there is no room', async () => {
		const small = await world.newUploader(12);
		const original = await small.upload('a.txt', hello);

		expect(await copy(original.id, small.rootId, undefined, small)).toMatchObject({
			outcome: 'copied',
		});
		expect(await copy(original.id, small.rootId, undefined, small)).toMatchObject({
			outcome: 'refused',
			code: 'quota_exceeded',
		});
		expect(await small.usage()).toMatchObject({ usedBytes: 10, reservedBytes: 0 });
	});

	test('sends no message that files have arrived', async () => {
		await ann.getsNotices('copying@example.com');
		const original = await ann.upload('a.txt', hello);
		const owed = async () =>
			(
				await world.fresh.observer.query('select id from outbox where owner_id = ?', [ann.ownerId])
			)[0];
		const before = await owed();

		await copy(original.id, ann.rootId);

		expect(await owed()).toEqual(before);
	});

	test('asked for again is the same copy', async () => {
		const original = await ann.upload('a.txt', hello);
		const ref = randomUUID();

		const first = await copy(original.id, ann.rootId, ref);
		const second = await copy(original.id, ann.rootId, ref);

		expect(second).toEqual(first);
		expect(await ann.namesIn(ann.rootId)).toHaveLength(2);
		expect(await ann.usage()).toMatchObject({ usedBytes: 10 });
	});

	test('of a large file is made in parts within S3, whose checksum is that of the original', async () => {
		const original = await uploadFilm();
		const copyPart = vi.spyOn(world.deps.store, 'copyPart');

		const answer = await copy(original.id, ann.rootId);

		expect(copyPart).toHaveBeenCalledTimes(3);
		if (answer.outcome !== 'copied') throw new Error(JSON.stringify(answer));
		const versions = await ann.catalog.versions.getMany(ann.ownerId, [answer.file.versionId]);
		expect(versions.get(answer.file.versionId)?.checksum).toBe(compositeOf(film, PART_SIZE_BYTES));
		expect((await ann.read(answer.file.id)).bytes.equals(film)).toBe(true);
		expect(await world.fsck()).toEqual([]);
	});

	test('of a large file goes on with the parts that are missing, and is no unfinished upload meanwhile', async () => {
		const original = await uploadFilm();
		const ref = randomUUID();
		let parts = 0;
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'UploadPartCopy' && ++parts > 1 ? { status: 503 } : undefined,
		);
		expect(await copy(original.id, ann.rootId, ref)).toMatchObject({
			outcome: 'refused',
			code: 'unavailable',
		});
		world.bucket.s3.injectFaults(undefined);
		expect((await ann.can.listUnfinishedUploads({})).uploads).toEqual([]);
		const copyPart = vi.spyOn(world.deps.store, 'copyPart');

		expect(await copy(original.id, ann.rootId, ref)).toMatchObject({ outcome: 'copied' });

		expect(copyPart).toHaveBeenCalledTimes(2);
	});

	test('that is never gone on with gives its room back', async () => {
		const original = await uploadFilm();
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'UploadPartCopy' ? { status: 503 } : undefined,
		);
		await copy(original.id, ann.rootId);
		world.bucket.s3.injectFaults(undefined);

		world.passSeconds(UPLOAD_LIFE_SECONDS + 60);
		await world.sweep();
		world.turnBack();

		expect(await ann.usage()).toMatchObject({ usedBytes: film.length, reservedBytes: 0 });
		expect(await world.fsck()).toEqual([]);
	});
});

describe('what is not copied', () => {
	test('is an archived file, until it is restored', async () => {
		const archived = await ann.uploadArchived('old.txt', hello);

		expect(await copy(archived.id, ann.rootId)).toMatchObject({
			outcome: 'refused',
			code: 'archived',
		});
		expect(await ann.usage()).toMatchObject({ reservedBytes: 0 });
	});

	test('is one that S3 has archived without being asked, and it keeps no room', async () => {
		const original = await ann.upload('a.txt', hello);
		vi.spyOn(world.deps.store, 'copyObject').mockResolvedValueOnce('archived');

		expect(await copy(original.id, ann.rootId)).toMatchObject({ code: 'archived' });

		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('is a file whose bytes S3 does not have', async () => {
		const original = await ann.upload('a.txt', hello);
		const versions = await ann.catalog.versions.getMany(ann.ownerId, [original.versionId]);
		const version = versions.get(original.versionId);
		if (version === undefined) throw new Error('no version');
		await world.bucket.store.deleteVersions([
			{ key: version.objectKey, objectVersionId: version.s3VersionId },
		]);

		expect(await copy(original.id, ann.rootId)).toMatchObject({ code: 'bytes_missing' });
		expect(await ann.usage()).toMatchObject({ reservedBytes: 0 });
	});

	test.each([
		['a folder', async () => ann.folder(ann.rootId, 'folder')],
		[
			'what is in the trash',
			async () => {
				const { id } = await ann.upload('a.txt', hello);
				await ann.does.trashEntries({ entryIds: [id] });
				return id;
			},
		],
		[
			"another person's file",
			async () => (await (await world.newUploader()).upload('b.txt', hello)).id,
		],
	])('is %s', async (_, make) => {
		expect(await copy(await make(), ann.rootId)).toMatchObject({
			outcome: 'refused',
			code: 'not_found',
		});
	});

	test('goes into the trash or to another person', async () => {
		const original = await ann.upload('a.txt', hello);
		const bob = await world.newUploader();

		for (const parentId of [ann.trashId, bob.rootId])
			expect(await copy(original.id, parentId)).toMatchObject({ code: 'not_found' });
	});
});

test('one that cannot be copied leaves the others alone', async () => {
	const original = await ann.upload('a.txt', hello);
	const archived = await ann.uploadArchived('old.txt', hello);
	const folder = await ann.folder(ann.rootId, 'to');

	const { files } = await ann.can.copyFiles({
		batch: { id: randomUUID(), fileCount: 2 },
		files: [archived.id, original.id].map((entryId) => ({
			ref: randomUUID(),
			entryId,
			parentId: folder,
		})),
	});

	expect(files.map(({ outcome }) => outcome)).toEqual(['refused', 'copied']);
});
