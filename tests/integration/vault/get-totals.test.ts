import { restorableOf } from '#contract/cost-lens';
import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { getTotals } from '../../../lambdas/vault/get-totals.ts';
import { begin, old } from '../../support/restores.ts';
import { line, newVersion, text, wrongTotals } from '../../support/totals.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
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

describe('a restored copy', () => {
	const DAY_HOURS = 24;
	let folder: string;
	let id: string;

	beforeEach(async () => {
		folder = await ann.folder(ann.rootId, 'folder');
		({ id } = await ann.uploadArchived('old.txt', old, folder));
		await begin(ann, [id], { tier: 'Expedited', days: 2 });
		await world.passHours(0.1);
	});
	afterEach(() => world.turnBack());

	async function copiesOf(entryId: string) {
		const { copies } = await ann.does.getTotals({ entryIds: [entryId] });
		return copies.map(({ part, kind, files, bytes }) => [part, kind, files, bytes].join(' '));
	}

	const one = [`current document 1 ${String(old.length)}`];

	test('is counted beside its version, until the midnight on which S3 lets it end', async () => {
		const { entries, copies } = await ann.does.getTotals({ entryIds: [id] });
		const { entry } = await ann.does.getEntry({ entryId: id });

		expect(entry.kind === 'file' && entry.restoredUntil).toMatch(/T00:00:00.000Z$/);
		expect(entries).toMatchObject([
			{
				totals: [{ storageClass: 'GLACIER', files: 1, bytes: old.length }],
			},
		]);
		expect(copies).toMatchObject([{ until: entry.kind === 'file' && entry.restoredUntil }]);
		for (const entryId of [id, folder, ann.rootId]) expect(await copiesOf(entryId)).toEqual(one);
		expect((await ann.does.listLargestFolders({ folderId: ann.rootId })).folders).toMatchObject([
			{ folderId: folder, copied: [{ kind: 'document', files: 1, bytes: old.length }] },
		]);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('goes where its file goes, and with it', async () => {
		const other = await ann.folder(ann.rootId, 'other');
		await ann.does.moveEntries({ entryIds: [folder], targetId: other });
		expect(await copiesOf(other)).toEqual(one);

		await ann.does.trashEntries({ entryIds: [other] });
		const { copies } = await ann.does.getVaultTotals({});
		expect(copies).toMatchObject({ vault: [], trash: [{ files: 1 }], leaving: [] });

		await ann.can.purgeTrash({});
		expect((await ann.does.getVaultTotals({})).copies.trash).toEqual([]);
		const rows = 'select entry_id from copy_totals where owner_id = ?';
		expect((await world.fresh.observer.query(rows, [ann.ownerId]))[0]).toEqual([]);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('is that of an older version once another is current', async () => {
		await newVersion(ann, { id, name: 'old.txt' }, text(5));

		expect(await copiesOf(id)).toEqual([`older document 1 ${String(old.length)}`]);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('counts no longer when its time is over, and its row goes when S3 has told so', async () => {
		world.passSeconds(4 * DAY_HOURS * 3600);
		const vaultDeps = { ...world.deps, defaultQuotaBytes: 0 };
		const entryIds = [id, ann.rootId];
		const { copies } = await getTotals(vaultDeps, onBehalfOf(ann.ownerId), { entryIds });
		expect(copies).toEqual([]);

		await world.passHours(0);

		const rows = 'select entry_id from copy_totals where owner_id = ?';
		expect((await world.fresh.observer.query(rows, [ann.ownerId]))[0]).toEqual([]);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('that is kept for longer counts once, until the later day', async () => {
		const [before] = (await ann.does.getTotals({ entryIds: [id] })).copies;
		await ann.can.extendRestore({ id: randomUUID(), targets: [{ entryId: id }], days: 30 });
		const [after] = (await ann.does.getTotals({ entryIds: [id] })).copies;

		expect(await copiesOf(ann.rootId)).toEqual(one);
		expect(Date.parse(after?.until ?? '')).toBeGreaterThan(Date.parse(before?.until ?? ''));
	});

	test('that is kept ready for ten years is counted for ten years', async () => {
		await ann.can.keepReady({ entryIds: [folder], keep: true });
		await world.goOn();

		const [copy] = (await ann.does.getTotals({ entryIds: [folder] })).copies;

		expect(await copiesOf(folder)).toEqual(one);
		const years = new Date(copy?.until ?? 0).getFullYear() - new Date().getFullYear();
		expect(years).toBeGreaterThanOrEqual(9);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('is in no price of restoring, nor is an older version: it is what the sheet asks for', async () => {
		const other = await ann.uploadArchived('other.txt', old, folder);
		await newVersion(ann, await ann.uploadArchived('third.txt', old, folder), text(5));

		const { entries, copies } = await ann.does.getTotals({ entryIds: [folder] });
		const { archived } = await ann.can.quoteRestore({ targets: [{ entryId: folder }] });

		const totals = entries.flatMap((entry) => entry.totals);
		const restorable = restorableOf(totals, copies);
		expect(restorable).toEqual({ files: 1, bytes: other.sizeBytes });
		expect(archived).toEqual(restorable);
	});

	test('that fsck finds in no row is counted anew', async () => {
		await world.fresh.observer.query('delete from copy_totals where owner_id = ?', [ann.ownerId]);
		expect(await copiesOf(folder)).toEqual([]);
		expect(await wrongTotals(world)).toHaveLength(1);

		await world.repair();

		expect(await copiesOf(folder)).toEqual(one);
		expect(await wrongTotals(world)).toEqual([]);
	});
});
