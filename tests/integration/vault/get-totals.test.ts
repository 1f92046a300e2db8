import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { line, newVersion, text, wrongTotals } from '../../support/totals.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

async function totalsOf(entryId: string) {
	const { entries } = await ann.does.getTotals({ entryIds: [entryId] });
	return entries[0]?.totals;
}

test('current versions are told from older ones, and large from small', async () => {
	const { id } = await ann.upload('a.txt', text(5));
	await newVersion(ann, { id, name: 'a.txt' }, text(ARCHIVE_LEAST_BYTES));

	const current = { ...line, stays: false, files: 1, bytes: ARCHIVE_LEAST_BYTES };
	const older = { ...line, part: 'older', files: 1, bytes: 5 };
	expect(await totalsOf(id)).toEqual([current, older]);
	expect(await totalsOf(ann.rootId)).toEqual([current, older]);
});

test('older versions go where their file goes, and change places with the current one', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const { id, versionId } = await ann.upload('a.txt', text(5));
	await newVersion(ann, { id, name: 'a.txt' }, text(7));

	await ann.does.moveEntries({ entryIds: [id], targetId: folder });
	await ann.does.restoreVersion({ entryId: id, versionId });

	const held = [
		{ ...line, files: 1, bytes: 5 },
		{ ...line, part: 'older', files: 1, bytes: 7 },
	];
	expect(await totalsOf(folder)).toEqual(held);
	expect(await totalsOf(ann.rootId)).toEqual(held);
	expect(await wrongTotals(world)).toEqual([]);
});

test("versions are counted in the class that S3's events tell of", async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const { id } = await ann.upload('a.txt', text(5), folder);
	await newVersion(ann, { id, name: 'a.txt' }, text(6));
	const versions = await ann.catalog.versions.ofEntry(ann.ownerId, id, { limit: 9 });
	const storage = { storageClass: 'GLACIER', restoredUntil: null, readyAbout: null } as const;
	const told = { ...storage, restoring: null, lookedAt: new Date() };

	await ann.catalog.withLockedOwner(ann.ownerId, (repositories) =>
		repositories.versions.setStorage(ann.ownerId, versions, told),
	);

	const { vault } = await ann.does.getVaultTotals({});
	expect(vault).toEqual([
		{ ...line, storageClass: 'GLACIER', files: 1, bytes: 6 },
		{ ...line, part: 'older', storageClass: 'GLACIER', files: 1, bytes: 5 },
	]);
	expect(await wrongTotals(world)).toEqual([]);
});

test('what is deleted forever, or was never there, is left out', async () => {
	const { id } = await ann.upload('a.txt', text(5));
	await ann.does.trashEntries({ entryIds: [id] });
	await ann.can.purgeTrash({});

	const { entries } = await ann.does.getTotals({ entryIds: [id, ann.rootId] });

	expect(entries).toEqual([{ entryId: ann.rootId, totals: [] }]);
});
