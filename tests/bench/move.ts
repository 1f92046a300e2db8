import { compare, type Pace, type Result } from './compare.ts';
import { CHAIN } from './vault/entries.ts';
import { openBenchVault, type BenchVault } from './vault/open-vault.ts';

/** Done in each half of a round, which tells how long one takes. */
const TIMES = 20;

/** B10: a subtree moves, goes into the trash and comes back, against a change of one row; and the way up. */
export async function benchMove({ quick, rounds }: Pace): Promise<Result[]> {
	const vault = await openBenchVault({ quick });
	try {
		const before = await totalsOf(vault);
		const results = [
			await moves(vault, rounds),
			await statements(vault, rounds),
			await trash(vault, rounds),
			await backAgainstTrash(vault, rounds),
			await breadcrumb(vault, rounds),
		];
		const after = await totalsOf(vault);
		if (after !== before) throw new Error(`The archive held ${before} and holds ${after}.`);
		return results;
	} finally {
		await vault.close();
	}
}

async function totalsOf({ person, places }: BenchVault): Promise<string> {
	const { folder, path } = await person.does.listFolder({ folderId: places.archiveId });
	return JSON.stringify([folder.totals, path.length]);
}

/** Milliseconds of one. */
async function eachOf(times: number, run: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	for (let i = 0; i < times; i++) await run();
	return (performance.now() - began) / times;
}

async function thereAndBack({ person, places }: BenchVault): Promise<number> {
	const { archiveId, elsewhereId, rootId } = places;
	const both = await eachOf(TIMES / 2, async () => {
		await person.does.moveEntries({ entryIds: [archiveId], targetId: elsewhereId });
		await person.does.moveEntries({ entryIds: [archiveId], targetId: rootId });
	});
	return both / 2;
}

function oneRow({ observer, places }: BenchVault): Promise<number> {
	return eachOf(TIMES, () =>
		observer.query(
			'update entries set rev = rev + 1, updated_at = now(3) where owner_id = ? and id = ?',
			[places.ownerId, places.smallId],
		),
	);
}

function moves(vault: BenchVault, rounds: number): Promise<Result> {
	return compare({
		name: 'move',
		what: `move of ${String(vault.files)} files and their folders, against one row (B10)`,
		ours: { name: 'move', run: () => thereAndBack(vault) },
		reference: { name: 'one row', run: () => oneRow(vault) },
		targetRatio: 1 / 1.5,
		rounds,
	});
}

/** What it would be at least in a transaction of as many statements, each as small as can be. */
function statements(vault: BenchVault, rounds: number): Promise<Result> {
	return compare({
		name: 'move',
		what: 'the same, against its nine statements, each of one row',
		ours: { name: 'move', run: () => thereAndBack(vault) },
		reference: {
			name: 'nine statements',
			run() {
				const { observer, places } = vault;
				const { ownerId, smallId } = places;
				const byId = 'select name from entries where owner_id = ? and id = ?';
				return eachOf(TIMES, async () => {
					await observer.query('begin');
					await observer.query('select * from users where id = ? for update', [ownerId]);
					for (let read = 0; read < 4; read++) await observer.query(byId, [ownerId, smallId]);
					await observer.query(
						'update entries set rev = rev + 1, updated_at = now(3) where owner_id = ? and id = ?',
						[ownerId, smallId],
					);
					await observer.query(
						'update totals set items = items + 0 where owner_id = ? and entry_id = ?',
						[ownerId, smallId],
					);
					await observer.query('commit');
				});
			},
		},
		targetRatio: 1 / 1.5,
		rounds,
	});
}

function trash(vault: BenchVault, rounds: number): Promise<Result> {
	const { does } = vault.person;
	const entryIds = [vault.places.archiveId];
	return compare({
		name: 'move',
		what: `into the trash and back, ${String(vault.files)} files, against two rows (B10)`,
		ours: {
			name: 'trash and back',
			run: () =>
				eachOf(TIMES / 2, async () => {
					await does.trashEntries({ entryIds });
					await does.putBackEntries({ entryIds });
				}),
		},
		reference: { name: 'two rows', run: async () => 2 * (await oneRow(vault)) },
		targetRatio: 1 / 1.5,
		rounds,
	});
}

function backAgainstTrash(vault: BenchVault, rounds: number): Promise<Result> {
	const { does } = vault.person;
	const [large, small] = [[vault.places.archiveId], [vault.places.smallId]];
	const back = (entryIds: string[]) => async () => {
		let took = 0;
		for (let i = 0; i < TIMES / 2; i++) {
			await does.trashEntries({ entryIds });
			const began = performance.now();
			await does.putBackEntries({ entryIds });
			took += performance.now() - began;
		}
		return took / (TIMES / 2);
	};
	return compare({
		name: 'move',
		what: `back from the trash: ${String(vault.files)} files against a hundred (B10)`,
		ours: { name: 'large', run: back(large) },
		reference: { name: 'small', run: back(small) },
		targetRatio: 1 / 1.5,
		rounds,
	});
}

function breadcrumb({ person, places, ask }: BenchVault, rounds: number): Promise<Result> {
	const { ownerId, deepId } = places;
	return compare({
		name: 'move',
		what: `the way up from ${String(CHAIN)} folders deep, against ${String(CHAIN)} reads by key (B10)`,
		ours: {
			name: 'one query',
			async run() {
				const vault = await person.catalog.users.vaultOf({ ownerId, signedInAt: null });
				return eachOf(TIMES, async () => {
					const found = await person.catalog.tree.locate(vault, [deepId]);
					if (found.get(deepId)?.path.length !== CHAIN + 1) throw new Error('A step is missing.');
				});
			},
		},
		reference: {
			name: 'reads by key',
			run: () =>
				eachOf(TIMES, async () => {
					let id = deepId;
					for (let step = 0; step < CHAIN; step++) {
						const [row] = await ask<{ parent_id: string }>(
							'select parent_id, name from entries where owner_id = ? and id = ?',
							[ownerId, id],
						);
						id = row?.parent_id ?? '';
					}
				}),
		},
		targetRatio: 1,
		rounds,
	});
}
