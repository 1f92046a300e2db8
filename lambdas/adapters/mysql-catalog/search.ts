import { sql } from 'kysely';
import type { Beginning, NameIndex, SearchRepository, Stretch, Walk } from '../../ports/search.ts';
import type { Executor } from './database.ts';
import { GramSamples, type PartGram } from './gram-samples.ts';
import { gramOfType, gramPrefix, gramsAnywhere, gramsOfBeginnings, tellsMore } from './grams.ts';
import { searchKey } from './list-keys.ts';
import { packId, unpackId } from './name-grams.ts';
import { PassedEntries } from './passed-entries.ts';

/** Grams that are looked up for each of these: the sparsest tell the most, and the name decides. */
const JOINED_MAX = 4;
/** Ids lie between these two. */
const BELOW_ALL = Buffer.alloc(16);
const ABOVE_ALL = Buffer.alloc(17, 0xff);
/** No UTF-8 has this byte: all texts that begin with another one lie below that one with it. */
const BEHIND_BEGINNING = Buffer.of(0xff);

export function createSearchRepository(db: Executor): SearchRepository {
	return {
		of(ownerId) {
			const owner = packId(ownerId);
			const known = { samples: new GramSamples(db, owner), passed: new PassedEntries() };
			return {
				beginningWith: (beginning) => beginningWith(db, ownerId, beginning),
				candidates: (walk) => candidates(db, known, walk),
			};
		},
	};
}

/** Bytes sort a whole name before all that go on behind it. */
async function beginningWith(
	db: Executor,
	ownerId: string,
	{ kinds, text, limit }: Beginning,
): ReturnType<NameIndex['beginningWith']> {
	const found = { folder: [] as string[], file: [] as string[] };
	const ranges = kinds.map((kind) => {
		const from = searchKey(kind, text);
		const to = Buffer.concat([from, BEHIND_BEGINNING]);
		return sql`(select id, kind, search_key from entries force index (entries_search)
			where owner_id = ${ownerId} and search_key >= ${from} and search_key < ${to}
			order by search_key limit ${sql.lit(limit)})`;
	});
	const { rows } = await sql<{ id: string; kind: 'folder' | 'file' }>`
		select id, kind from (${sql.join(ranges, sql` union all `)}) as beginning
		order by search_key`.execute(db);
	for (const { id, kind } of rows) found[kind].push(id);
	return found;
}

/** What one search has learned so far. */
interface Known {
	readonly samples: GramSamples;
	readonly passed: PassedEntries;
}

function candidates(db: Executor, known: Known, walk: Walk): AsyncIterable<Stretch> {
	const { owner } = known.samples;
	const { parts, at, type, after, atOnce } = walk;
	const gramsOf = at === 'beginnings' ? gramsOfBeginnings : gramsAnywhere;
	const ofParts = gramsOf(parts);
	const prefix = gramPrefix(parts);
	// The type alone would be walked from end to end, where what a gram begins with tells more.
	if (ofParts.length === 0 && (type === undefined || tellsMore(prefix))) {
		return at === 'beginnings' ? nothing() : entriesByPrefix(db, { owner, prefix, after, atOnce });
	}
	const grams = type === undefined ? ofParts : [...ofParts, gramOfType(type)];
	// What is of no part is the type.
	const partOf = (gram: string) => parts.findIndex((part) => gramsOf([part]).includes(gram));
	return entriesByGrams(db, known, {
		walk,
		grams: grams.map((gram) => ({ bytes: bytesOf(gram), part: partOf(gram) })),
		// Of the walks for the order, which mostly follow.
		later: [...gramsOfBeginnings(parts), gramOfType('folder')].map(bytesOf),
	});
}

async function* nothing(): AsyncGenerator<Stretch> {
	// A part of one letter has no gram for where it begins a word.
}

interface GramWalk {
	readonly walk: Walk;
	readonly grams: readonly PartGram[];
	readonly later: readonly Buffer[];
}

/** Newest first; a place is the id below which the walk goes on. */
async function* entriesByGrams(
	db: Executor,
	{ samples, passed }: Known,
	{ walk, grams, later }: GramWalk,
): AsyncGenerator<Stretch> {
	const { owner } = samples;
	const { after, atOnce } = walk;
	const [sparsest, ...others] = mostTelling(await samples.sparsestFirst(grams, later));
	if (sparsest === undefined) return;
	let stretch = passed.of(walk, sparsest);
	for (let below = after === undefined ? ABOVE_ALL : packId(after); ;) {
		if (stretch === undefined) {
			const from = await walkedTo(db, { owner, gram: sparsest, below, passed: walk.passed });
			const range = { owner, sparsest, others, from: from ?? BELOW_ALL, below, atOnce };
			const ids = await entriesWithAll(db, range);
			const reached = ids.length === atOnce ? ids.at(-1) : from;
			stretch = { ids: ids.map(unpackId), reached: reached && unpackId(reached) };
			if (below === ABOVE_ALL) passed.add(walk, sparsest, stretch);
		}
		yield stretch;
		if (stretch.reached === undefined) return;
		below = packId(stretch.reached);
		stretch = undefined;
	}
}

/** Grams of one word mostly come together, so where a query has several parts the sparsest of each tell as much as all. */
function mostTelling(sorted: readonly PartGram[]): readonly Buffer[] {
	const firstOfParts = sorted.filter(
		({ part }, i) => sorted.findIndex((other) => other.part === part) === i,
	);
	const telling = firstOfParts.length > 1 ? firstOfParts : sorted;
	return telling.slice(0, JOINED_MAX).map(({ bytes }) => bytes);
}

interface PrefixWalk {
	readonly owner: Buffer;
	readonly prefix: string;
	readonly after: string | undefined;
	readonly atOnce: number;
}

/** In the order of the grams that begin so; a place is a gram and an entry. */
async function* entriesByPrefix(
	db: Executor,
	{ owner, prefix, after, atOnce }: PrefixWalk,
): AsyncGenerator<Stretch> {
	const to = Buffer.concat([bytesOf(prefix), BEHIND_BEGINNING]);
	for (let place = after === undefined ? startOf(prefix) : placeOf(after); ;) {
		const rest = await restOfGram(db, { owner, place, to }, atOnce);
		const rows = [...rest, ...(await gramsBehind(db, { owner, place, to }, atOnce - rest.length))];
		const last = rows.length === atOnce ? rows.at(-1) : undefined;
		const ids = new Set(rows.map((row) => unpackId(row.entry_id)));
		yield {
			ids: [...ids],
			reached: last && `${last.gram.toString('hex')}.${unpackId(last.entry_id)}`,
		};
		if (last === undefined) return;
		place = { gram: last.gram, id: last.entry_id };
	}
}

interface GramRow {
	readonly gram: Buffer;
	readonly entry_id: Buffer;
}

interface GramsBehind {
	readonly owner: Buffer;
	readonly place: Place;
	readonly to: Buffer;
}

async function restOfGram(
	db: Executor,
	{ owner, place }: GramsBehind,
	limit: number,
): Promise<readonly GramRow[]> {
	const { rows } = await sql<GramRow>`select gram, entry_id from name_grams
		where owner_id = ${owner} and gram = ${place.gram} and entry_id > ${place.id}
		order by entry_id limit ${sql.lit(limit)}`.execute(db);
	return rows;
}

async function gramsBehind(
	db: Executor,
	{ owner, place, to }: GramsBehind,
	limit: number,
): Promise<readonly GramRow[]> {
	if (limit === 0) return [];
	const { rows } = await sql<GramRow>`select gram, entry_id from name_grams
		where owner_id = ${owner} and gram > ${place.gram} and gram < ${to}
		order by gram, entry_id limit ${sql.lit(limit)}`.execute(db);
	return rows;
}

interface Place {
	readonly gram: Buffer;
	readonly id: Buffer;
}

function startOf(prefix: string): Place {
	return { gram: bytesOf(prefix), id: Buffer.alloc(0) };
}

function placeOf(after: string): Place {
	const [gram = '', id = ''] = after.split('.', 2);
	return { gram: Buffer.from(gram, 'hex'), id: packId(id) };
}

function bytesOf(gram: string): Buffer {
	return Buffer.from(gram, 'utf8');
}

interface GramRange {
	readonly owner: Buffer;
	readonly gram: Buffer;
	readonly below: Buffer;
	readonly passed: number;
}

/** The last entry of a full stretch; undefined where fewer are left. */
async function walkedTo(
	db: Executor,
	{ owner, gram, below, passed }: GramRange,
): Promise<Buffer | undefined> {
	const { rows } = await sql<{ entry_id: Buffer }>`
		select entry_id from name_grams
		where owner_id = ${owner} and gram = ${gram} and entry_id < ${below}
		order by entry_id desc limit 1 offset ${sql.lit(passed - 1)}`.execute(db);
	return rows[0]?.entry_id;
}

interface EntryRange {
	readonly owner: Buffer;
	readonly sparsest: Buffer;
	readonly others: readonly Buffer[];
	readonly from: Buffer;
	readonly below: Buffer;
	readonly atOnce: number;
}

/** Newest first. Walks the sparsest gram's entries and looks each up under the others: all within one clustered key. */
async function entriesWithAll(
	db: Executor,
	{ owner, sparsest, others, from, below, atOnce }: EntryRange,
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
		order by sparsest.entry_id desc limit ${sql.lit(atOnce)}`.execute(db);
	return rows.map((row) => row.entry_id);
}
