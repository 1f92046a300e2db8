import { sql } from 'kysely';
import type { SurplusCheckRepository } from '../../ports/surplus-checks.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { rowLists } from './statement-size.ts';

export function createSurplusCheckRepository(db: Executor): SurplusCheckRepository {
	return {
		async plan(objectKeys, dueAt) {
			const rows = objectKeys.map((key) => ({ object_key: key, due_at: dueAt }));
			await insertRows(db, 'surplus_checks', rows, { onDuplicate: sql`due_at = ${dueAt}` });
		},
		async due(now, limit) {
			const rows = await db
				.selectFrom('surplus_checks')
				.select('object_key')
				.where('due_at', '<=', now)
				.orderBy('due_at')
				.limit(limit)
				.execute();
			return rows.map((row) => row.object_key);
		},
		async done(objectKeys, now) {
			for (const list of rowLists(objectKeys.map((key) => ({ key })))) {
				await db
					.deleteFrom('surplus_checks')
					.where(
						'object_key',
						'in',
						list.map(({ key }) => key),
					)
					.where('due_at', '<=', now)
					.execute();
			}
		},
	};
}
