import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { codeOf, newPerson, tally, type Person } from '../../support/people.ts';

let fresh: FreshDatabase;
let ann: Person;

beforeAll(async () => {
	// One for each call at once, as with functions of their own: what they wait for is the lock, not the pool.
	fresh = await freshDatabase({ connectionsMax: 60 });
});
afterAll(() => fresh.close());
beforeEach(async () => {
	ann = await newPerson(fresh.database);
});

const times = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('at the same time', () => {
	test('of fifty folders of one name one is made, however the name is written', async () => {
		const spellings = ['Ré', 're\u0301', 'RÉ ', 'RE\u0301'];

		const counts = await tally(
			times(50).map((i) => ann.folder(ann.rootId, spellings[i % spellings.length] ?? '')),
		);

		expect(counts).toEqual({ ok: 1, name_conflict: 49 });
	});

	test('fifty files of one name, moved to keep both, all get names of their own', async () => {
		const to = await ann.folder(ann.rootId, 'to');
		const homes = await Promise.all(times(50).map((i) => ann.folder(ann.rootId, String(i))));
		const files = await Promise.all(homes.map((home) => ann.files(home, ['image.jpg'])));

		const counts = await tally(
			files.map((entryIds) =>
				ann.does.moveEntries({
					entryIds: [...entryIds],
					targetId: to,
					onConflict: 'keep-both',
				}),
			),
		);

		expect(counts).toEqual({ ok: 50 });
		expect(new Set(await ann.namesIn(to)).size).toBe(50);
	});

	test('of two devices that rename the same file the second learns that it is stale', async () => {
		const [entryId = ''] = await ann.files(ann.rootId, ['x']);

		const counts = await tally(
			times(10).map((i) => ann.does.renameEntry({ entryId, name: `x ${String(i)}`, rev: 0 })),
		);

		expect(counts).toEqual({ ok: 1, stale: 9 });
	});

	test('two folders never end inside each other, in two hundred tries', async () => {
		const a = await ann.folder(ann.rootId, 'a');
		const b = await ann.folder(ann.rootId, 'b');
		const move = (entryId: string, targetId: string) =>
			ann.does.moveEntries({ entryIds: [entryId], targetId });

		for (let i = 0; i < 100; i++) {
			expect(await tally([move(a, b), move(b, a)])).toEqual({ ok: 1, cycle: 1 });
			await move(a, ann.rootId);
			await move(b, ann.rootId);
		}
	});

	test('moves that cross each other all end, none of them failing for a lock', async () => {
		const folders = await Promise.all(times(6).map((i) => ann.folder(ann.rootId, String(i))));
		const files = await ann.files(
			ann.rootId,
			times(20).map((i) => `file ${String(i)}`),
		);

		const counts = await tally(
			times(60).map((i) =>
				ann.does.moveEntries({
					entryIds: i % 2 === 0 ? [...files] : files.toReversed(),
					targetId: folders[i % folders.length] ?? '',
				}),
			),
		);

		expect(counts).toEqual({ ok: 60 });
	});

	test('nothing is ever put below a folder that goes to the trash', async () => {
		for (const i of times(30)) {
			const folder = await ann.folder(ann.rootId, `folder ${String(i)}`);
			const [file = ''] = await ann.files(ann.rootId, [`file ${String(i)}`]);

			const [trashed, moved, made] = await Promise.all([
				codeOf(ann.does.trashEntries({ entryIds: [folder] })),
				codeOf(ann.does.moveEntries({ entryIds: [file], targetId: folder })),
				codeOf(ann.folder(folder, 'new')),
			]);

			expect(trashed).toBeUndefined();
			const { trashed: below, entry } = await ann.does.getEntry({ entryId: file });
			if (moved === undefined) expect(below).toBe(true);
			else expect([moved, entry.parentId]).toEqual(['not_found', ann.rootId]);
			expect([undefined, 'not_found']).toContain(made);
		}
	});

	test('several containers of the function see one truth', async () => {
		const containers = await Promise.all(
			times(4).map(() => newPerson(fresh.openAnother(), ann.ownerId)),
		);

		const counts = await tally(
			times(40).map(async (i) => containers[i % 4]?.folder(ann.rootId, 'the same')),
		);

		expect(counts).toEqual({ ok: 1, name_conflict: 39 });
	});
});
