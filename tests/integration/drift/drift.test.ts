import { PutObjectCommand } from '@aws-sdk/client-s3';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { originalKey } from '../../../lambdas/domain/object-key.ts';
import {
	settleDrift,
	type DriftOptions,
	type Settled,
} from '../../../lambdas/drift/settle-drift.ts';
import { BUCKET } from '../../support/object-store.ts';
import { newVersion } from '../../support/totals.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const DAYS_31 = 31 * 24 * 3600;

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});

const bytes = (text: string) => Buffer.from(text);

/** As `npm run drift` with a grace of thirty days. */
async function settle(options: Partial<DriftOptions> = {}): Promise<readonly Settled[]> {
	const now = world.deps.clock.now();
	const { documents, newId } = world.deps;
	const missingBefore = new Date(now.getTime() - 30 * 24 * 3600 * 1000);
	const settling = settleDrift(
		{ db: world.fresh.database, store: world.bucket.store, documents, now, newId },
		{ adopts: false, purges: false, ownerId: ann.ownerId, missingBefore, ...options },
	);
	return Array.fromAsync(settling);
}

const adopt = () => settle({ adopts: true });
const purge = () => settle({ purges: true });

/** An original of hers that no row has ever named. */
async function strayOriginal(
	text: string,
	{ entryId = uuidv7(), ownerId = ann.ownerId, type = 'image/png' } = {},
): Promise<string> {
	const Key = originalKey({ ownerId, entryId, versionId: uuidv7() });
	// By the tag by which every upload is archived.
	const object = { Bucket: BUCKET, Key, Body: text, ContentType: type, Tagging: 'archive=auto' };
	await world.bucket.client.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: 'SHA256' }));
	return Key;
}

async function recovered() {
	const { entries } = await ann.does.listFolder({ folderId: ann.rootId });
	const folder = entries.find(({ name }) => name.startsWith('Recovered '));
	if (folder === undefined) return [];
	return (await ann.does.listFolder({ folderId: folder.id })).entries;
}

/** S3 loses these versions, past the app, and the comparison sees it. */
async function lose(...versionIds: readonly string[]): Promise<void> {
	const versions = await world.deps.catalog.versions.getMany(ann.ownerId, versionIds);
	await world.bucket.store.deleteVersions(
		[...versions.values()].map(({ objectKey: key, s3VersionId: objectVersionId }) => ({
			key,
			objectVersionId,
		})),
	);
	await world.reconcile();
}

describe('an original that no row names', () => {
	test('is told of, and adopted by the command alone, with its bytes and within the quota', async () => {
		const key = await strayOriginal('stray');

		const told = await settle();
		expect(told).toMatchObject([{ what: 'original', key, sizeBytes: 5, outcome: 'would-adopt' }]);
		expect(await recovered()).toEqual([]);

		expect(await adopt()).toMatchObject([{ key, outcome: 'adopted' }]);
		const [file] = await recovered();
		expect(file?.name).toMatch(/^\d{4}-\d\d-\d\d [\da-f]{12}\.png$/);
		expect((await ann.read(file?.id ?? '')).bytes.toString()).toBe('stray');
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 });
		expect(await world.fsck()).toEqual([]);
		expect(await adopt()).toEqual([]);
		expect(await world.reconcile()).toMatchObject({ removed: 0, ghosts: 0 });
	});

	test('lies with others of one day in one folder', async () => {
		await strayOriginal('one');
		await adopt();
		await strayOriginal('two');
		await adopt();

		expect(await recovered()).toHaveLength(2);
		expect(await ann.namesIn(ann.rootId)).toHaveLength(1);
	});

	test('becomes the current version of the file that it was sent for', async () => {
		const { id } = await ann.upload('a.txt', bytes('old'));
		await strayOriginal('newer', { entryId: id });

		await adopt();

		expect((await ann.read(id)).bytes.toString()).toBe('newer');
		expect(await ann.namesIn(ann.rootId)).toContain('a.txt');
		expect(await recovered()).toEqual([]);
		expect(await world.fsck()).toEqual([]);
	});

	test('is left where it does not fit into the quota', async () => {
		ann = await world.newUploader(4);
		const key = await strayOriginal('stray');

		expect(await adopt()).toMatchObject([{ key, outcome: 'quota_exceeded' }]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
		await world.reconcile();
	});

	test('is left where its owner has no vault', async () => {
		const ownerId = uuidv7();
		const key = await strayOriginal('stray', { ownerId });

		const settled = await settle({ adopts: true, ownerId: undefined });

		expect(settled).toMatchObject([{ key, outcome: 'unknown-owner' }]);
		await world.reconcile();
	});
});

test('what was given up, is on its way, or lies beside a named version is not adopted', async () => {
	const [begun, given] = await ann.begin([
		asked(ann.rootId, bytes('coming'), { name: 'coming.txt' }),
		asked(ann.rootId, bytes('given up'), { name: 'given up.txt' }),
	]);
	await post(formOf(begun).form, bytes('coming'));
	await ann.can.abortUploads({ uploadIds: [formOf(given).uploadId] });
	await post(formOf(given).form, bytes('given up'));
	const [twice] = await ann.begin([asked(ann.rootId, bytes('twice'), { name: 'twice.txt' })]);
	await post(formOf(twice).form, bytes('twice'));
	const done = { uploadId: formOf(twice).uploadId, checksum: sha256(bytes('twice')) };
	await ann.can.completeUploads({ uploads: [done] });
	await post(formOf(twice).form, bytes('twice'));

	expect(await adopt()).toEqual([]);
	expect(await ann.namesIn(ann.rootId)).toEqual(['twice.txt']);
});

describe('a file whose bytes are missing', () => {
	test('stays within the grace, and is purged after it by the command alone', async () => {
		const file = await ann.upload('lost.txt', bytes('lost'));
		await lose(file.versionId);

		expect(await purge()).toEqual([]);
		world.passSeconds(DAYS_31);
		expect(await settle()).toMatchObject([{ name: 'lost.txt', outcome: 'would-purge' }]);
		expect(await ann.namesIn(ann.rootId)).toEqual(['lost.txt']);

		expect(await purge()).toMatchObject([{ versionId: file.versionId, outcome: 'file' }]);
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
		expect(await world.fsck()).toEqual([]);
		expect(await purge()).toEqual([]);
	});

	test('shows the newest version that is there, and keeps it', async () => {
		const file = await ann.upload('a.txt', bytes('first'));
		await newVersion(ann, file, bytes('second'));
		const { entry } = await ann.does.getEntry({ entryId: file.id });
		if (entry.kind !== 'file') throw new Error('no file');
		await lose(entry.versionId);
		world.passSeconds(DAYS_31);

		expect(await purge()).toMatchObject([{ versionId: entry.versionId, outcome: 'version' }]);

		expect((await ann.read(file.id)).bytes.toString()).toBe('first');
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 });
		expect(await world.fsck()).toEqual([]);
	});

	test('loses an older version without a change to the current one', async () => {
		const file = await ann.upload('a.txt', bytes('first'));
		await newVersion(ann, file, bytes('second'));
		await lose(file.versionId);
		world.passSeconds(DAYS_31);

		expect(await purge()).toMatchObject([{ versionId: file.versionId, outcome: 'version' }]);

		expect((await ann.read(file.id)).bytes.toString()).toBe('second');
		expect(await world.fsck()).toEqual([]);
	});

	test('is not purged where S3 has the bytes, whatever the row says', async () => {
		const file = await ann.upload('a.txt', bytes('there'));
		const since = new Date(0);
		const versions = [{ id: file.versionId, entryId: file.id }];
		await world.deps.catalog.versions.setMissing(ann.ownerId, versions, since);

		expect(await purge()).toMatchObject([{ outcome: 'there-again' }]);

		expect((await world.deps.catalog.entries.get(ann.ownerId, file.id))?.name).toBe('a.txt');
	});

	test('is another person’s only where no person is named', async () => {
		const file = await ann.upload('lost.txt', bytes('lost'));
		await lose(file.versionId);
		world.passSeconds(DAYS_31);
		const bob = await world.newUploader();

		expect(await settle({ purges: true, ownerId: bob.ownerId })).toEqual([]);
		expect(await ann.namesIn(ann.rootId)).toEqual(['lost.txt']);
	});
});
