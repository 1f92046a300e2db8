import { ownCollator } from '#contract/collation';
import type { ParsedRequestOf } from '#contract/endpoint';
import { SEARCH_COUNTED_MAX, SEARCH_RESULTS_MAX } from '#contract/limits';
import type * as contract from '#contract/search';
import { beginningOf, searchWords, type SearchWords } from '#contract/search-words';
import { cursorOf, positionOf } from '../domain/cursor.ts';
import type { SearchFilter } from '../domain/search-filter.ts';
import type { NameIndex, Walk } from '../ports/search.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntries } from '../visibility/present-entry.ts';
import type { VaultDeps } from './deps.ts';
import { SearchMatches } from './internal/search-matches.ts';
import { bestWalks, fullWalks, PASSED, type PlannedWalk } from './internal/search-plan.ts';

/** Entries of one kind looked at whose names begin with the query. */
const BEGINNINGS_MAX = 500;
/** What all walks may read for a further answer: stretches of the index, and names. It takes some tenths of a second at worst. */
const FULL = { stretches: 20, names: 4000 } as const;
/** The same for the first answer, behind its looks: a person waits for it while typing. */
const FIRST = { stretches: 2, names: 2000 } as const;
/** The same of a first look: rare parts end within it. */
const SHORT = { stretches: 1, names: 1000 } as const;
/** The same of each walk that is made for the order alone. */
const ORDER = { stretches: 1, names: SEARCH_RESULTS_MAX } as const;
/** The same of the walk behind these where they have found some: a person sees them, and the next answer goes on. */
const NOTHING = { stretches: 0, names: 0 } as const;

/**
 * How many matches are looked for, and names read for one stretch of a walk. The best are found by walks of their own, so of the others only
 * whether there are more than are shown counts; any other order is that of all that are counted.
 */
const AIMS = {
	best: { enough: SEARCH_RESULTS_MAX + 1, atOnce: 200 },
	other: { enough: SEARCH_COUNTED_MAX, atOnce: 1000 },
} as const;
type Aim = (typeof AIMS)[keyof typeof AIMS];

/** See [Note: Search]. */
export const searchEntries: UseCase<VaultDeps, typeof contract.searchEntries> = async (
	{ catalog },
	caller,
	request,
) => {
	const { ownerId } = caller;
	const { query, sort, cursor, ...asked } = request;
	const list = ['search', ownerId, query, sort, JSON.stringify(asked)];
	const place = placeOf(positionOf(list, cursor));
	const vault = await catalog.users.vaultOf(caller);
	const words = searchWords(query);
	if (words === undefined) return { results: [], count: 0, more: false, nextCursor: null };

	const filter = filterOf(request);
	const collator = ownCollator(request.collation);
	const matches = new SearchMatches(catalog, vault, { words, filter, sort, collator });
	const index = catalog.search.of(ownerId);
	const aim = sort === 'best' ? AIMS.best : AIMS.other;
	const walker = { index, matches, aim };
	const start = place ?? (await begin(walker, words, { type: filter.type, sort }));
	const isLong = sort === 'best' && start.walk === 0 && matches.count > 0;
	const budget = place !== undefined ? FULL : isLong ? NOTHING : FIRST;
	const reached = await walkAll(walker, {
		walks: fullWalks(index, catalog, { ownerId, words }),
		type: filter.type,
		start,
		budget: { ...budget },
	});
	const first = matches.first(SEARCH_RESULTS_MAX);
	const entries = await presentEntries(
		catalog,
		ownerId,
		first.map(({ entry }) => entry),
	);
	const shownAll = matches.count <= SEARCH_RESULTS_MAX;
	// Some may be known beyond those that were enough.
	const more = !shownAll && (reached !== undefined || matches.count > SEARCH_COUNTED_MAX);
	const counted = sort === 'best' ? SEARCH_RESULTS_MAX : SEARCH_COUNTED_MAX;
	return {
		results: entries.map((entry, i) => ({ entry, path: first[i]?.parentPath ?? [] })),
		count: more ? Math.min(matches.count, counted) : matches.count,
		more,
		nextCursor:
			reached === undefined || !shownAll ? null : cursorOf(list, Buffer.from(reached, 'utf8')),
	};
};

function filterOf(request: ParsedRequestOf<typeof contract.searchEntries>): SearchFilter {
	const { type, folderId, changedFrom, changedBefore, sizeFrom, sizeBelow } = request;
	return {
		type,
		folderId,
		changedFrom: changedFrom === undefined ? undefined : new Date(changedFrom),
		changedBefore: changedBefore === undefined ? undefined : new Date(changedBefore),
		sizeFrom,
		sizeBelow,
	};
}

interface Walker {
	readonly index: NameIndex;
	readonly matches: SearchMatches;
	readonly aim: Aim;
}

/** A first look ends most searches. Of a longer one the best are looked for, wherever they stand in the long walk that follows. */
async function begin(
	walker: Walker,
	words: SearchWords,
	{ type, sort }: Pick<ParsedRequestOf<typeof contract.searchEntries>, 'type' | 'sort'>,
): Promise<Place> {
	const { enough, atOnce } = walker.aim;
	const whole: Walk = { parts: words.parts, at: 'anywhere', type, atOnce, passed: PASSED.long };
	const { ended, reached } = await walk(walker, whole, { budget: { ...SHORT }, enough });
	if (ended) return { walk: 1, after: undefined };
	if (sort === 'best') {
		const beginning = beginningOf(words);
		await lookAtBeginnings(walker, beginning, type);
		const { folders, all } = bestWalks(words, type);
		await walkUntilEnded(walker, folders);
		// What these find comes behind names that begin so.
		if (walker.matches.countBeginning(beginning) < SEARCH_RESULTS_MAX)
			await walkUntilEnded(walker, all);
	}
	return { walk: 0, after: reached };
}

async function walkUntilEnded(walker: Walker, ways: readonly Walk[]): Promise<void> {
	for (const way of ways) {
		const bounds = { budget: { ...ORDER }, enough: SEARCH_RESULTS_MAX };
		if ((await walk(walker, way, bounds)).ended) return;
	}
}

async function lookAtBeginnings(
	{ index, matches }: Walker,
	text: string,
	type: SearchFilter['type'],
): Promise<void> {
	if (text === '') return;
	const kinds = (['folder', 'file'] as const).filter(
		(kind) => type === undefined || (type === 'folder') === (kind === 'folder'),
	);
	const { folder, file } = await index.beginningWith({ kinds, text, limit: BEGINNINGS_MAX });
	// Mostly there are a few folders, whose names are read with those of the files; of each kind as many are looked for as are shown.
	const looks = folder.length > SEARCH_RESULTS_MAX ? [folder, file] : [[...folder, ...file]];
	const enough = SEARCH_RESULTS_MAX + (looks.length === 1 ? folder.length : 0);
	for (const ids of looks) await matches.look(ids, { enough, overPath: false });
}

/** Which of the walks goes on, and where. */
interface Place {
	readonly walk: number;
	readonly after: string | undefined;
}

function placeOf(position: Buffer | undefined): Place | undefined {
	if (position === undefined) return undefined;
	const [walk = '', after = ''] = position.toString('utf8').split('|', 2);
	return { walk: Number(walk), after: after === '' ? undefined : after };
}

interface AllWalks {
	readonly walks: AsyncIterable<PlannedWalk>;
	readonly type: SearchFilter['type'];
	readonly start: Place;
	readonly budget: Budget;
}

/** Answers the place where the next answer goes on; undefined where all have ended. */
async function walkAll(
	walker: Walker,
	{ walks, type, start, budget }: AllWalks,
): Promise<string | undefined> {
	let i = -1;
	for await (const { parts, overPath } of walks) {
		i += 1;
		if (i < start.walk) continue;
		const after = i === start.walk ? start.after : undefined;
		const { atOnce } = walker.aim;
		const enough = walker.aim.enough - walker.matches.count;
		const way: Walk = { parts, at: 'anywhere', type, after, atOnce, passed: PASSED.long };
		const { ended, reached } = await walk(walker, way, { budget, enough, overPath });
		if (!ended) return `${String(i)}|${reached ?? ''}`;
	}
	return undefined;
}

interface Budget {
	stretches: number;
	names: number;
}

interface Bounds {
	/** Used up as the walk goes on. */
	readonly budget: Budget;
	/** New matches. */
	readonly enough: number;
	readonly overPath?: boolean;
}

/** Walks until there are enough, or all, or the budget is used up. */
async function walk(
	{ index, matches }: Walker,
	way: Walk,
	{ budget, enough, overPath = false }: Bounds,
): Promise<{ readonly ended: boolean; readonly reached?: string | undefined }> {
	if (isSpent(budget) || enough <= 0) return { ended: false, reached: way.after };
	let missing = enough;
	for await (const { ids, reached } of index.candidates(way)) {
		missing -= await matches.look(ids, { enough: missing, overPath });
		// One that its names cut short is told by these.
		if (ids.length < way.atOnce) budget.stretches -= 1;
		budget.names -= ids.length;
		// Names of the last stretch may not have been looked at.
		if (missing <= 0) return { ended: false, reached };
		if (reached === undefined) break;
		if (isSpent(budget)) return { ended: false, reached };
	}
	return { ended: true };
}

function isSpent({ stretches, names }: Budget): boolean {
	return stretches <= 0 || names <= 0;
}
