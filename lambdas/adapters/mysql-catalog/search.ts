import { sql } from 'kysely';
import type { SearchWords } from '../../domain/search-words.ts';
import type { SearchRepository, Stretch, Walk } from '../../ports/search.ts';
import type { Executor } from './database.ts';
import { gramsAnywhere, gramsOfBeginnings } from './grams.ts';
import { packId, unpackId } from './name-grams.ts';

/** Entries of each gram, the newest, by which the sparsest gram is found. */
const SAMPLED_MAX = 1000;
/** Entries of the sparsest gram that one stretch walks past, and how many of them it gives at most. */
const WALKED_MAX = 5000;
const GIVEN_MAX = 1000;
/** Ids lie between these two. */
const BELOW_ALL = Buffer.alloc(16);
const ABOVE_ALL = Buffer.alloc(17, 0xff);
/** No UTF-8 has this byte: all texts that begin with another one lie below that one with it. */
const BEHIND_BEGINNING = Buffer.of(0xff);

export function createSearchRepository(db: Executor): SearchRepository {
	return {
		beginningWith: (ownerId, text, limit) => beginningWith(db, { ownerId, text, limit }),
		candidates: (ownerId, words, walk) => candidates(db, ownerId, gramsOfWalk(words, walk)),
	};
}

interface Beginning {
	readonly ownerId: string;
	readonly text: string;
	readonly limit: number;
}

/** Bytes sort a whole name before all that go on behind it. */
async function beginningWith(
	db: Executor,
	{ ownerId, text, limit }: Beginning,
): Promise<readonly string[]> {
	const from = Buffer.from(text, 'utf8');
	const to = Buffer.concat([from, BEHIND_BEGINNING]);
	const { rows } = await sql<{ id: string }>`
		select id from entries force index (entries_names)
		where owner_id = ${ownerId} and name_key >= ${from} and name_key < ${to}
		order by name_key limit ${sql.lit(limit)}`.execute(db);
	return rows.map(({ id }) => id);
}

interface GramWalk {
	readonly grams: readonly Buffer[];
	readonly before: Buffer;
}

function gramsOfWalk(words: SearchWords, { of, before }: Walk): GramWalk {
	const grams = of === 'beginnings' ? gramsOfBeginnings(words) : gramsAnywhere(words);
	return {
		grams: grams.map((gram) => Buffer.from(gram, 'utf8')),
		before: before === undefined ? ABOVE_ALL : packId(before),
	};
}

async function* candidates(
	db: Executor,
	ownerId: string,
	{ grams, before }: GramWalk,
): AsyncGenerator<Stretch> {
	const owner = packId(ownerId);
	const [sparsest, ...others] = await sparsestFirst(db, owner, grams);
	if (sparsest === undefined) return;
	for (let below: Buffer | undefined = before; below !== undefined;) {
		const from = await walkedTo(db, { owner, gram: sparsest, below });
		const range = { owner, sparsest, others, from: from ?? BELOW_ALL, below };
		const ids = await entriesWithAll(db, range);
		below = ids.length === GIVEN_MAX ? ids.at(-1) : from;
		yield { ids: ids.map(unpackId), reached: below && unpackId(below) };
	}
}

/** Sparsest first: of those with many entries the one whose newest thousand reach back the furthest. */
async function sparsestFirst(
	db: Executor,
	owner: Buffer,
	grams: readonly Buffer[],
): Promise<readonly Buffer[]> {
	if (grams.length < 2) return grams;
	const samples = grams.map(
		(gram, i) => sql`(select ${sql.lit(i)} as position, count(*) as entries,
			min(entry_id) as oldest from (select entry_id from name_grams
				where owner_id = ${owner} and gram = ${gram}
				order by entry_id desc limit ${sql.lit(SAMPLED_MAX)}) as sample)`,
	);
	const { rows } = await sql<{ position: number; entries: number; oldest: Buffer | null }>`
		${sql.join(samples, sql` union all `)}`.execute(db);
	return rows
		.toSorted(
			(a, b) =>
				a.entries - b.entries || Buffer.compare(a.oldest ?? BELOW_ALL, b.oldest ?? BELOW_ALL),
		)
		.flatMap(({ position }) => grams[position] ?? []);
}

interface GramRange {
	readonly owner: Buffer;
	readonly gram: Buffer;
	readonly below: Buffer;
}

/** The last entry of a full stretch; undefined where fewer are left. */
async function walkedTo(
	db: Executor,
	{ owner, gram, below }: GramRange,
): Promise<Buffer | undefined> {
	const { rows } = await sql<{ entry_id: Buffer }>`
		select entry_id from name_grams
		where owner_id = ${owner} and gram = ${gram} and entry_id < ${below}
		order by entry_id desc limit 1 offset ${sql.lit(WALKED_MAX - 1)}`.execute(db);
	return rows[0]?.entry_id;
}

interface EntryRange {
	readonly owner: Buffer;
	readonly sparsest: Buffer;
	readonly others: readonly Buffer[];
	readonly from: Buffer;
	readonly below: Buffer;
}

/** Newest first. Walks the sparsest gram's entries and looks each up under the others: all within one clustered key. */
async function entriesWithAll(
	db: Executor,
	{ owner, sparsest, others, from, below }: EntryRange,
): Promise<readonly Buffer[]> {
	// The join's order is fixed: the optimisers would begin with any of the grams.
	const joins = others.map((gram, i) => {
		const alias = sql.ref(`g${String(i)}`);
		return sql`straight_join name_grams as ${alias} on ${alias}.owner_id = ${owner}
			and ${alias}.gram = ${gram} and ${alias}.entry_id = sparsest.entry_id`;
	});
	const { rows } = await sql<{ entry_id: Buffer }>`
		select sparsest.entry_id from name_grams as sparsest
		${sql.join(joins, sql` `)}
		where sparsest.owner_id = ${owner} and sparsest.gram = ${sparsest}
			and sparsest.entry_id >= ${from} and sparsest.entry_id < ${below}
		order by sparsest.entry_id desc limit ${sql.lit(GIVEN_MAX)}`.execute(db);
	return rows.map((row) => row.entry_id);
}
