import { foldText } from '#contract/folding';
import { SEARCH_RESULTS_MAX } from '#contract/limits';
import { createSearchRepository } from '../../lambdas/adapters/mysql-catalog/search.ts';
import type { StoredFile } from '../../lambdas/domain/entry.ts';
import { randomFrom, type Random } from '../support/random.ts';
import { compare, type Pace, type Result } from './compare.ts';
import { p95, timesOf, withinTarget } from './percentile.ts';
import { openBenchVault, type BenchVault } from './vault/open-vault.ts';
import { filesAt, filesOf } from './vault/sample.ts';

const QUERIES = 30;
const PREFIX_TARGET_MS = 2;
const TARGET_MS = 20;
/** Middle parts and whole names of which each match is counted beforehand. */
const CHECKED = 53;

/** B11: searches in the names of a whole vault. */
export async function benchSearch({ quick, rounds }: Pace): Promise<Result[]> {
	const vault = await openBenchVault({ quick });
	try {
		const random = randomFrom('queries');
		const numbers = new Set(
			Array.from({ length: CHECKED }, () => random.whole(0, vault.files - 1)),
		);
		const some = filesAt(vault.files, numbers);
		const results = [await nothingMissed(vault, some), await beginnings(vault, some)];
		for (const [what, queries] of Object.entries(queriesOf(some, random))) {
			results.push(await search(vault, what, queries));
		}
		return [...results, await againstLike(vault, some, rounds)];
	} finally {
		await vault.close();
	}
}

function queriesOf(some: readonly StoredFile[], random: Random): Record<string, readonly string[]> {
	const days = some.flatMap(({ name }) => /\d{4}-\d\d-\d\d/.exec(name) ?? []);
	const months = some.flatMap(({ name }) => /_(\d{6})\d\d_/.exec(name)?.[1] ?? []);
	return {
		'a rare part of a name': some.map(({ name }) => middleOf(name, random)).slice(0, QUERIES),
		'a common word': ['holiday', 'invoice', 'beach', 'img', 'pdf', 'draft', 'oli', 'garden'],
		'two common words': [
			'holiday beach',
			'invoice draft',
			'garden winter',
			'img jpg',
			'recipe final',
			'scan pdf',
		],
		'a date, or a month': [...days, ...months].slice(0, QUERIES),
	};
}

/** Of the part with the number that is in no other name. */
function middleOf(name: string, random: Random): string {
	const words = name.match(/[\p{L}\d]{5,}/gu) ?? [name];
	const word = words.at(-1) ?? name;
	const from = random.whole(0, 1);
	return word.slice(from, from + Math.max(4, word.length - 1));
}

async function search(
	vault: BenchVault,
	what: string,
	queries: readonly string[],
): Promise<Result> {
	const run = (query: string) => vault.person.does.searchEntries({ query });
	// Once for what the server keeps in memory.
	await timesOf(queries, run);
	return withinTarget({
		name: 'search',
		what: `95 of 100 first answers to ${what} (B11)`,
		unit: 'ms',
		ours: p95(await timesOf([...queries, ...queries, ...queries], run)),
		target: TARGET_MS,
	});
}

/** The range that stands first in a search: names that begin with what was typed. */
async function beginnings(vault: BenchVault, some: readonly StoredFile[]): Promise<Result> {
	const index = createSearchRepository(vault.database).of(vault.places.ownerId);
	const texts = some.map(({ name }) => foldText(name).slice(0, 6));
	const run = (text: string) =>
		index.beginningWith({ kinds: ['file'], text, limit: SEARCH_RESULTS_MAX });
	await timesOf(texts, run);
	return withinTarget({
		name: 'search',
		what: '95 of 100 looks for names that begin with six letters (B11)',
		unit: 'ms',
		ours: p95(await timesOf(texts, run)),
		target: PREFIX_TARGET_MS,
	});
}

/** Answers are followed to the end, or until as many are shown as are ever shown. */
async function nothingMissed(vault: BenchVault, some: readonly StoredFile[]): Promise<Result> {
	const random = randomFrom('parts');
	const queries = some.flatMap(({ name }) => [middleOf(name, random), name]);
	const wanted = expectedOf(vault.files, queries);
	let found = 0;
	let answers = 0;
	for (const query of queries) {
		const shown = new Set<string>();
		let cursor: string | null = null;
		do {
			const answer: Awaited<ReturnType<typeof vault.person.does.searchEntries>> =
				await vault.person.does.searchEntries({ query, ...(cursor !== null && { cursor }) });
			for (const { entry } of answer.results) shown.add(entry.id);
			cursor = answer.nextCursor;
			answers += 1;
		} while (cursor !== null && shown.size < SEARCH_RESULTS_MAX);
		found += Math.min(shown.size, SEARCH_RESULTS_MAX);
	}
	const expected = [...wanted.values()].reduce(
		(sum, count) => sum + Math.min(count, SEARCH_RESULTS_MAX),
		0,
	);
	console.log(`  ${String(queries.length)} searches took ${String(answers)} answers`);
	const ratio = found / expected;
	return {
		name: 'search',
		what: `matches shown of those there are, up to ${String(SEARCH_RESULTS_MAX)} each, of ${String(queries.length)} parts and names (B11)`,
		unit: 'count',
		ours: found,
		reference: expected,
		ratio,
		ratioMin: ratio,
		ratioMax: ratio,
		targetRatio: 1,
	};
}

/** By looking at every name. */
function expectedOf(files: number, queries: readonly string[]): ReadonlyMap<string, number> {
	const folded = new Map(queries.map((query) => [query, foldText(query).split(' ')]));
	const counts = new Map(queries.map((query) => [query, 0]));
	for (const { name } of filesOf(files)) {
		const text = foldText(name);
		for (const [query, words] of folded) {
			if (words.every((word) => text.includes(word)))
				counts.set(query, (counts.get(query) ?? 0) + 1);
		}
	}
	return counts;
}

async function againstLike(
	vault: BenchVault,
	some: readonly StoredFile[],
	rounds: number,
): Promise<Result> {
	const random = randomFrom('like');
	const queries = some.map(({ name }) => middleOf(name, random)).slice(0, 3);
	return compare({
		name: 'search',
		what: 'three rare parts of names, against LIKE (B11)',
		ours: {
			name: 'ours',
			async run() {
				for (const query of queries) await vault.person.does.searchEntries({ query });
				return undefined;
			},
		},
		reference: {
			name: 'LIKE',
			async run() {
				for (const query of queries) {
					await vault.ask(
						`select id, name from entries where owner_id = ? and search_key like ? limit ${String(SEARCH_RESULTS_MAX)}`,
						[vault.places.ownerId, Buffer.from(`%${foldText(query)}%`, 'utf8')],
					);
				}
				return undefined;
			},
		},
		targetRatio: 10,
		rounds,
	});
}
