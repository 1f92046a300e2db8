import { sql } from 'kysely';
import type { StoredEntry } from '../../domain/entry.ts';
import { foldName } from '../../domain/fold-name.ts';
import { isOfType } from '../../domain/search-type.ts';
import { containsWords } from '../../domain/search-words.ts';
import type { SearchRepository } from '../../ports/search.ts';
import type { Executor } from './database.ts';
import { createEntryRepository } from './entries.ts';
import { packId, unpackId } from './name-grams.ts';

/** How far a gram's entries are counted to find the rarest, and how many of the rarest's are looked at. */
const COUNTED_MAX = 2000;
const LOOKED_AT_MAX = 10_000;
/** Entries whose names are read to see whether they match, in all and at once. */
const CANDIDATES_MAX = 1000;
const CANDIDATES_AT_ONCE = 200;

export function createSearchRepository(db: Executor): SearchRepository {
	return {
		async find(ownerId, words, { type, limit }) {
			const grams = await rarestFirst(db, packId(ownerId), words.grams);
			const ids = await entriesWithAll(db, packId(ownerId), grams);
			const found: StoredEntry[] = [];
			for (let i = 0; i < ids.length && found.length < limit; i += CANDIDATES_AT_ONCE) {
				const page = ids.slice(i, i + CANDIDATES_AT_ONCE);
				const entries = await createEntryRepository(db).getMany(ownerId, page);
				const matches = page
					.map((id) => entries.get(id))
					.filter((entry) => entry !== undefined)
					.filter((entry) => containsWords(foldName(entry.name), words) && isOfType(entry, type));
				found.push(...matches);
			}
			return found.slice(0, limit);
		},
	};
}

/** Rarest first, each counted no further than it matters. */
async function rarestFirst(
	db: Executor,
	owner: Buffer,
	grams: readonly string[],
): Promise<readonly Buffer[]> {
	const keys = grams.map((gram) => Buffer.from(gram, 'utf8'));
	if (keys.length < 2) return keys;
	const counts = keys.map(
		(gram, i) => sql`(select ${sql.lit(i)} as position, count(*) as entries from
			(select 1 from name_grams where owner_id = ${owner} and gram = ${gram}
			limit ${sql.lit(COUNTED_MAX)}) as counted)`,
	);
	const { rows } = await sql<{ position: number; entries: number }>`
		${sql.join(counts, sql` union all `)}`.execute(db);
	const countOf = new Map(rows.map((row) => [row.position, row.entries]));
	return keys
		.map((key, i) => ({ key, entries: countOf.get(i) ?? 0 }))
		.sort((a, b) => a.entries - b.entries)
		.map(({ key }) => key);
}

/** Newest first. Walks the rarest gram's entries and looks each up under the others: all within one clustered key. */
async function entriesWithAll(
	db: Executor,
	owner: Buffer,
	[rarest, ...others]: readonly Buffer[],
): Promise<readonly string[]> {
	if (rarest === undefined) return [];
	// The join's order is fixed: the optimisers would begin with any of the grams.
	const joins = others.map((gram, i) => {
		const alias = sql.ref(`g${String(i)}`);
		return sql`straight_join name_grams as ${alias} on ${alias}.owner_id = ${owner}
			and ${alias}.gram = ${gram} and ${alias}.entry_id = rarest.entry_id`;
	});
	const { rows } = await sql<{ entry_id: Buffer }>`
		select rarest.entry_id from
			(select entry_id from name_grams where owner_id = ${owner} and gram = ${rarest}
			order by entry_id desc limit ${sql.lit(LOOKED_AT_MAX)}) as rarest
		${sql.join(joins, sql` `)}
		order by rarest.entry_id desc limit ${sql.lit(CANDIDATES_MAX)}`.execute(db);
	return rows.map((row) => unpackId(row.entry_id));
}
