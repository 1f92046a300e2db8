import type { StoredEntry } from '../../domain/entry.ts';
import type { Vault } from '../../domain/vault.ts';
import type { PurgeRepository } from '../../ports/purges.ts';
import type { Executor } from './database.ts';
import { entryColumns, entryOf } from './entry-row.ts';
import { idLists } from './statement-size.ts';
import { requireTally, type Tally } from './tally.ts';

/** Without a `tally` it reads alone: what is written is counted, see [Note: Keeping totals]. */
export function createPurgeRepository(db: Executor, tally?: Tally): PurgeRepository {
	return {
		hide: (vault, options) => hide(db, { vault, ...options }, requireTally(tally)),
		async due(now, limit): Promise<readonly StoredEntry[]> {
			const rows = await db
				.selectFrom('entries')
				.select(entryColumns)
				.where('sweep_at', '<=', now)
				.orderBy('sweep_at')
				.limit(limit)
				.execute();
			return rows.map(entryOf);
		},
		claim: (vault, ids, time) => claim(db, { vault, ids, ...time }, requireTally(tally)),
		async release(ownerId, ids, now) {
			for (const list of idLists(ids)) {
				await db
					.updateTable('entries')
					.set({ sweep_at: now })
					.where('owner_id', '=', ownerId)
					.where('id', 'in', list)
					.where('sweep_at', '>', now)
					.execute();
			}
		},
	};
}

interface Claim {
	readonly vault: Vault;
	readonly ids: readonly string[];
	readonly now: Date;
	readonly until: Date;
}

async function claim(
	db: Executor,
	{ vault, ids, now, until }: Claim,
	tally: Tally,
): Promise<readonly StoredEntry[]> {
	const claimed: StoredEntry[] = [];
	for (const list of idLists(ids)) {
		const rows = await db
			.selectFrom('entries')
			.select(entryColumns)
			.where('owner_id', '=', vault.ownerId)
			.where('id', 'in', list)
			.where('parent_id', 'in', [vault.trashId, vault.purgeId])
			.where('sweep_at', '<=', now)
			.execute();
		if (rows.length === 0) continue;
		await db
			.updateTable('entries')
			.set((row) => ({ parent_id: vault.purgeId, sweep_at: until, rev: row('rev', '+', 1) }))
			.where('owner_id', '=', vault.ownerId)
			.where(
				'id',
				'in',
				rows.map(({ id }) => id),
			)
			.execute();
		for (const row of rows) {
			const entry = entryOf({ ...row, parent_id: vault.purgeId });
			tally.replaced(entryOf(row), entry);
			claimed.push(entry);
		}
	}
	return claimed;
}

interface Hiding {
	readonly vault: Vault;
	readonly ids?: readonly string[];
	readonly sweepAt: Date;
	readonly limit: number;
}

/** In both folders the id is part of every list key, so the keys hold good without being made again. */
async function hide(
	db: Executor,
	{ vault, ids, sweepAt, limit }: Hiding,
	tally: Tally,
): Promise<readonly string[]> {
	const inTrash = db
		.selectFrom('entries')
		.select(entryColumns)
		.where('owner_id', '=', vault.ownerId)
		.where('parent_id', '=', vault.trashId)
		.limit(limit);
	const rows = await (ids === undefined ? inTrash : inTrash.where('id', 'in', ids)).execute();
	for (const list of idLists(rows.map((row) => row.id))) {
		await db
			.updateTable('entries')
			.set((row) => ({
				parent_id: vault.purgeId,
				sweep_at: sweepAt,
				rev: row('rev', '+', 1),
			}))
			.where('owner_id', '=', vault.ownerId)
			.where('parent_id', '=', vault.trashId)
			.where('id', 'in', list)
			.execute();
	}
	for (const row of rows) {
		tally.replaced(entryOf(row), entryOf({ ...row, parent_id: vault.purgeId }));
	}
	return rows.map((row) => row.id);
}
