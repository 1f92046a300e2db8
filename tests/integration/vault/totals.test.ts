import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredEntry } from '../../../lambdas/domain/entry.ts';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { randomFrom } from '../../support/random.ts';
import { newVersion, wrongTotals } from '../../support/totals.ts';
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

const text = (length: number) => Buffer.alloc(length, 'x');

async function shownTotals(folderId: string) {
	const { folder } = await ann.does.listFolder({ folderId });
	return folder.totals;
}

describe('the list', () => {
	test('shows of each folder how many items it has, and files and bytes below it', async () => {
		const outer = await ann.folder(ann.rootId, 'outer');
		const inner = await ann.folder(outer, 'inner');
		await ann.upload('a.txt', text(5), outer);
		await ann.upload('b.txt', text(7), inner);

		const { folder, entries } = await ann.does.listFolder({ folderId: ann.rootId });

		expect(folder.totals).toEqual({ items: 1, files: 2, bytes: 12 });
		expect(entries).toMatchObject([{ id: outer, totals: { items: 2, files: 2, bytes: 12 } }]);
		expect(await shownTotals(inner)).toEqual({ items: 1, files: 1, bytes: 7 });
	});

	test('shows nothing in a folder that was emptied', async () => {
		const folder = await ann.folder(ann.rootId, 'emptied');
		const { id } = await ann.upload('a.txt', text(5), folder);

		await ann.does.trashEntries({ entryIds: [id] });

		expect(await shownTotals(folder)).toEqual({ items: 0, files: 0, bytes: 0 });
	});

	test('every answer with a folder in it says what lies below it', async () => {
		const folder = await ann.folder(ann.rootId, 'found');
		const target = await ann.folder(ann.rootId, 'target');
		await ann.upload('a.txt', text(5), folder);
		const held = { totals: { items: 1, files: 1, bytes: 5 } };

		expect((await ann.does.getEntry({ entryId: folder })).entry).toMatchObject(held);
		const { results } = await ann.does.searchEntries({ query: 'found' });
		expect(results[0]?.entry).toMatchObject(held);
		const renamed = await ann.does.renameEntry({ entryId: folder, name: 'named', rev: 0 });
		expect(renamed.entry).toMatchObject(held);
		const moved = await ann.does.moveEntries({ entryIds: [folder], targetId: target });
		expect(moved.entries[0]).toMatchObject(held);
		await ann.does.trashEntries({ entryIds: [folder] });
		const restored = await ann.does.putBackEntries({ entryIds: [folder] });
		expect(restored.entries[0]).toMatchObject(held);
	});
});

test('of what was deleted forever no row is left', async () => {
	const folder = await ann.folder(ann.rootId, 'folder');
	const { id } = await ann.upload('a.txt', text(5), folder);
	await newVersion(ann, { id, name: 'a.txt' }, text(6));
	await ann.does.trashEntries({ entryIds: [folder] });

	await ann.can.purgeTrash({});

	const query = 'select entry_id from totals where entry_id in (?, ?)';
	expect((await world.fresh.observer.query(query, [folder, id]))[0]).toEqual([]);
	expect(await wrongTotals(world)).toEqual([]);
});

/** Files and folders changed in any order, many in one transaction, are counted as if they had been counted anew. */
test.each(['one', 'two', 'three'])('are what counting anew finds: %s', async (seed) => {
	const random = randomFrom(seed);
	const folders = [ann.rootId];
	for (let i = 0; i < 12; i++) {
		folders.push(
			await ann.folder(folders[random.whole(0, folders.length - 1)] ?? '', `f${String(i)}`),
		);
	}
	const files: string[] = [];
	for (const folder of folders) {
		const types = ['image/png', 'text/plain', 'application/zip'] as const;
		const sizeBytes = random.whole(0, 1) * ARCHIVE_LEAST_BYTES + random.whole(0, 9);
		const facts = { contentType: random.pick(types), sizeBytes };
		files.push(...(await ann.files(folder, ['x', 'y'], facts)));
	}
	const movable = [...folders.slice(1), ...files];

	for (let round = 0; round < 20; round++) {
		await ann.catalog.withLockedVault(onBehalfOf(ann.ownerId), async ({ entries, tree }, vault) => {
			for (let i = random.whole(1, 6); i > 0; i--) {
				const id = movable[random.whole(0, movable.length - 1)] ?? '';
				const targetId = folders[random.whole(0, folders.length - 1)] ?? '';
				const entry = await entries.get(ann.ownerId, id);
				const target = (await tree.locate(vault, [targetId])).get(targetId);
				if (entry === undefined || target?.path.some((step) => step.id === id)) continue;
				const name = `${String(round)} ${String(i)}`;
				const after: StoredEntry = { ...entry, name, parentId: targetId, rev: entry.rev + 1 };
				await entries.replace(entry, after);
			}
			const gone = await entries.get(ann.ownerId, files[round] ?? '');
			if (gone !== undefined && random.next() < 0.5) await entries.erase([gone, gone]);
		});
		expect(await wrongTotals(world)).toEqual([]);
	}
});

test('hold in races of moves, trash, new versions and uploads', async () => {
	const outer = await ann.folder(ann.rootId, 'outer');
	const inner = await ann.folder(outer, 'inner');
	const other = await ann.folder(ann.rootId, 'other');
	const { id } = await ann.upload('a.txt', text(5), inner);
	const move = (entryId: string, targetId: string) => () =>
		ann.does.moveEntries({ entryIds: [entryId], targetId, onConflict: 'keep-both' });
	for (let round = 0; round < 5; round++) {
		await Promise.allSettled(
			[
				move(inner, other),
				move(outer, other),
				move(other, inner),
				move(id, outer),
				() => ann.upload(`b${String(round)}.txt`, text(7), inner),
				() => newVersion(ann, { id, name: 'a.txt' }, text(9)),
				() => ann.does.trashEntries({ entryIds: [inner] }),
				() => ann.does.putBackEntries({ entryIds: [inner] }),
				() => ann.does.trashEntries({ entryIds: [outer] }),
				() => ann.does.putBackEntries({ entryIds: [outer] }),
				() => ann.does.putBackEntries({ entryIds: [other] }),
			].map((attempt) => attempt()),
		);
		expect(await wrongTotals(world)).toEqual([]);
	}
});
