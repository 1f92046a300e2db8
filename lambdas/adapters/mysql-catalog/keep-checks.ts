import { sql } from 'kysely';
import type { KeepCheckRepository } from '../../ports/keep-checks.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';

export function createKeepCheckRepository(db: Executor): KeepCheckRepository {
	return {
		async ask(ownerId, entryIds) {
			const rows = [...new Set(entryIds)].map((id) => ({ owner_id: ownerId, entry_id: id }));
			const onDuplicate = sql`asked = asked + 1, read_to = null`;
			await insertRows(db, 'keep_checks', rows, { onDuplicate });
		},
		async next(ownerId, limit) {
			const rows = await db
				.selectFrom('keep_checks')
				.select(['entry_id', 'asked', 'read_to'])
				.where('owner_id', '=', ownerId)
				.orderBy('entry_id')
				.limit(limit)
				.execute();
			return rows.map((row) => ({
				entryId: row.entry_id,
				asked: row.asked,
				readTo: row.read_to,
			}));
		},
		async count(ownerId, limit) {
			const rows = await db
				.selectFrom('keep_checks')
				.select('entry_id')
				.where('owner_id', '=', ownerId)
				.limit(limit)
				.execute();
			return rows.length;
		},
		async readOn(ownerId, { entryId, asked, readTo }) {
			await db
				.updateTable('keep_checks')
				.set({ read_to: readTo })
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('asked', '=', asked)
				.execute();
		},
		async done(ownerId, { entryId, asked }) {
			await db
				.deleteFrom('keep_checks')
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('asked', '=', asked)
				.execute();
		},
		async owners(after, limit) {
			const rows = await db
				.selectFrom('keep_checks')
				.select('owner_id')
				.distinct()
				.where('owner_id', '>', after)
				.orderBy('owner_id')
				.limit(limit)
				.execute();
			return rows.map((row) => row.owner_id);
		},
	};
}
