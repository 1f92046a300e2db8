import type { StoredEntry } from '../../domain/entry.ts';
import type { Vault } from '../../domain/vault.ts';
import type { PurgeRepository } from '../../ports/purges.ts';
import type { Executor } from './database.ts';
import { entryColumns, entryOf } from './entry-row.ts';
import { idLists } from './statement-size.ts';

export function createPurgeRepository(db: Executor): PurgeRepository {
	return {
		hide: (vault, options) => hide(db, vault, options),
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
		claim: (vault, ids, time) => claim(db, vault, { ids, ...time }),
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
	readonly ids: readonly string[];
	readonly now: Date;
	readonly until: Date;
}

async function claim(
	db: Executor,
	vault: Vault,
	{ ids, now, until }: Claim,
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
		claimed.push(...rows.map((row) => entryOf({ ...row, parent_id: vault.purgeId })));
	}
	return claimed;
}

/** In both folders the id is part of every list key, so the keys hold good without being made again. */
async function hide(
	db: Executor,
	vault: Vault,
	{ ids, sweepAt, limit }: Parameters<PurgeRepository['hide']>[1],
): Promise<readonly string[]> {
	const inTrash = db
		.selectFrom('entries')
		.select('id')
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
	return rows.map((row) => row.id);
}
