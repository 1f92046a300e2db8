import { ARCHIVE_LEAST_BYTES } from '#contract/limits';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredEntry, StoredFile } from '../../../lambdas/domain/entry.ts';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import type { Storage, StoredVersion } from '../../../lambdas/ports/versions.ts';
import { randomFrom } from '../../support/random.ts';
import { begin, old } from '../../support/restores.ts';
import { newVersion, wrongTotals } from '../../support/totals.ts';
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

function versionOf(file: StoredFile): StoredVersion {
	const { id: entryId, versionId: id, ...rest } = file;
	const stored = { objectKey: id, s3VersionId: id, checksum: id, state: 'ready' as const };
	return { ...rest, ...stored, id, entryId, restoring: null, lookedAt: null };
}

/** In some class, with a copy that ends on one of three days or with none. */
function anyStorage(random: ReturnType<typeof randomFrom>): Storage {
	const until = new Date(`2030-01-0${String(random.whole(1, 3))}T00:00:00Z`);
	return {
		storageClass: random.pick(['STANDARD', 'GLACIER', 'GLACIER']),
		restoredUntil: random.pick([until, until, null]),
		readyAbout: null,
		restoring: null,
		lookedAt: new Date(),
	};
}

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
		const modifiedAt = new Date(Date.UTC(2024, random.whole(0, 3), 9));
		const facts = { contentType: random.pick(types), sizeBytes, modifiedAt };
		files.push(...(await ann.files(folder, ['x', 'y'], facts)));
	}
	await ann.catalog.withLockedOwner(ann.ownerId, async ({ entries, versions }) => {
		const found = [...(await entries.getMany(ann.ownerId, files)).values()];
		await versions.insert(
			found.flatMap((entry) => (entry.kind === 'file' ? [versionOf(entry)] : [])),
		);
	});
	const movable = [...folders.slice(1), ...files];

	for (let round = 0; round < 20; round++) {
		await ann.catalog.withLockedVault(onBehalfOf(ann.ownerId), async (repositories, vault) => {
			const { entries, tree, versions } = repositories;
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
			const told = await entries.get(ann.ownerId, files[random.whole(0, files.length - 1)] ?? '');
			if (told?.kind === 'file') {
				const version = { id: told.versionId, entryId: told.id };
				await versions.setStaysReady(ann.ownerId, [version], random.next() < 0.7);
				await versions.setStorage(ann.ownerId, [version], anyStorage(random));
			}
			const gone = await entries.get(ann.ownerId, files[round] ?? '');
			if (gone?.kind === 'file' && random.next() < 0.5) {
				const rows = await versions.getMany(ann.ownerId, [gone.versionId]);
				await versions.erase(ann.ownerId, [...rows.values()]);
				await entries.erase([gone, gone]);
			}
		});
		expect(await wrongTotals(world)).toEqual([]);
	}
});

describe('what is kept ready', () => {
	const large = Buffer.alloc(ARCHIVE_LEAST_BYTES);

	async function keptIn(...entryIds: string[]) {
		const { entries } = await ann.does.getTotals({ entryIds });
		return entries.map(({ totals }) =>
			totals
				.filter(({ kept }) => kept)
				.map(({ part, files }) => `${part} ${String(files)}`)
				.join(),
		);
	}

	test('is counted apart in all folders above it, and goes where it goes', async () => {
		const [outer, inner] = [
			await ann.folder(ann.rootId, 'outer'),
			await ann.folder(ann.rootId, 'inner'),
		];
		await ann.upload('large', large, inner);
		await ann.upload('small', text(5), inner);
		await ann.can.keepReady({ entryIds: [inner], keep: true });

		await ann.does.moveEntries({ entryIds: [inner], targetId: outer });
		await ann.upload('large too', large, inner);
		await world.goOn();

		expect(await keptIn(inner, outer, ann.rootId)).toEqual(Array(3).fill('current 2'));
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('counts no longer once it lies where nothing is kept', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const { id } = await ann.upload('large', large, folder);
		await ann.can.keepReady({ entryIds: [folder], keep: true });
		expect(await keptIn(id, folder)).toEqual(['current 1', 'current 1']);

		await ann.does.moveEntries({ entryIds: [id], targetId: ann.rootId });
		await world.goOn();

		expect(await keptIn(id, folder, ann.rootId)).toEqual(['', '', '']);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('is the current version alone, also after another one became it', async () => {
		const { id, versionId } = await ann.upload('large', large);
		await ann.can.keepReady({ entryIds: [id], keep: true });
		await newVersion(ann, { id, name: 'large' }, Buffer.alloc(ARCHIVE_LEAST_BYTES, 'y'));
		expect(await wrongTotals(world)).toEqual([]);
		await world.goOn();
		expect(await keptIn(id, ann.rootId)).toEqual(['current 1', 'current 1']);

		await ann.does.restoreVersion({ entryId: id, versionId });

		expect(await wrongTotals(world)).toEqual([]);
		await world.goOn();
		expect(await keptIn(id, ann.rootId)).toEqual(['current 1', 'current 1']);
		expect(await wrongTotals(world)).toEqual([]);
	});

	test('is counted anew by fsck where a release that did not count told S3', async () => {
		const { id } = await ann.upload('large', large);
		await ann.can.keepReady({ entryIds: [id], keep: true });
		await world.fresh.observer.query('update entries set stays_ready = 0 where id = ?', [id]);

		expect(await world.repair()).toContainEqual(expect.stringMatching(`^file ${id} `));

		expect(await wrongTotals(world)).toEqual([]);
		expect(await keptIn(id, ann.rootId)).toEqual(['current 1', 'current 1']);
	});
});

test('hold in races of moves, trash, keeping, restores, S3’s events, new versions and uploads', async () => {
	const outer = await ann.folder(ann.rootId, 'outer');
	const inner = await ann.folder(outer, 'inner');
	const other = await ann.folder(ann.rootId, 'other');
	const { id } = await ann.upload('a.txt', text(5), inner);
	const archived = await ann.uploadArchived('old.txt', old, inner);
	await begin(ann, [archived.id], { tier: 'Expedited', days: 30 });
	await world.passHours(0.1);
	const move = (entryId: string, targetId: string) => () =>
		ann.does.moveEntries({ entryIds: [entryId], targetId, onConflict: 'keep-both' });
	for (let round = 0; round < 5; round++) {
		await Promise.allSettled(
			[
				move(inner, other),
				move(outer, other),
				move(other, inner),
				move(id, outer),
				move(archived.id, outer),
				() => begin(ann, [archived.id], { tier: 'Expedited', days: 60 + round }),
				() => world.passHours(0.1),
				() =>
					round % 2 === 0
						? newVersion(ann, archived, text(11))
						: ann.does.restoreVersion({ entryId: archived.id, versionId: archived.versionId }),
				() => ann.upload(`b${String(round)}.txt`, text(7), inner),
				() => newVersion(ann, { id, name: 'a.txt' }, text(9)),
				() => ann.can.keepReady({ entryIds: [other, id], keep: round % 2 === 0 }),
				() => ann.does.trashEntries({ entryIds: [inner] }),
				() => ann.does.putBackEntries({ entryIds: [inner] }),
				() => ann.does.trashEntries({ entryIds: [outer] }),
				() => ann.does.putBackEntries({ entryIds: [outer] }),
				() => ann.does.putBackEntries({ entryIds: [other] }),
			].map((attempt) => attempt()),
		);
		expect(await wrongTotals(world)).toEqual([]);
	}
	const { vault, trash } = (await ann.does.getVaultTotals({})).copies;
	expect([...vault, ...trash]).toMatchObject([{ files: 1, bytes: old.length }]);
	world.turnBack();
});
