import { drift } from '#contract/health';
import * as v from 'valibot';
import type { ComparisonRepository } from '../../ports/comparisons.ts';
import type { Executor } from './database.ts';

/** The last one is kept, in this row. */
const LAST = 1;

const storedDrift = v.pipe(v.string(), v.parseJson(), drift);

export function createComparisonRepository(db: Executor): ComparisonRepository {
	return {
		async last() {
			const row = await db
				.selectFrom('comparisons')
				.select(['compared_at', 'drift'])
				.where('id', '=', LAST)
				.executeTakeFirst();
			if (row === undefined) return undefined;
			return { comparedAt: row.compared_at, drift: v.parse(storedDrift, row.drift) };
		},
		async record({ comparedAt, drift: found }) {
			const row = { compared_at: comparedAt, drift: JSON.stringify(found) };
			await db
				.insertInto('comparisons')
				.values({ id: LAST, ...row })
				.onDuplicateKeyUpdate(row)
				.execute();
		},
	};
}
