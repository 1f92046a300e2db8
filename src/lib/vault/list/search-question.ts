import type { RequestOf } from '#contract/endpoint';
import { searchEntries, searchSort, type SearchSort } from '#contract/search';
import * as v from 'valibot';
import { readerCollation } from './entry-order';

type Request = RequestOf<typeof searchEntries>;
export type SearchType = NonNullable<Request['type']>;

const MIB = 1024 * 1024;
const DAY_MS = 24 * 3600 * 1000;

/** Since when something was changed, in days. */
const AGES = { week: 7, month: 30, year: 365 } as const;
/** From how many bytes on, and below how many. */
const SIZES = {
	small: { sizeBelow: MIB },
	medium: { sizeFrom: MIB, sizeBelow: 100 * MIB },
	large: { sizeFrom: 100 * MIB },
} as const;

/** Read from an address that may have been typed by hand: what is not known is not asked for. */
const fields = v.object({
	query: v.fallback(v.pipe(v.string(), v.trim()), ''),
	type: v.fallback(searchEntries.request.entries.type, undefined),
	changed: v.fallback(v.optional(v.picklist(['week', 'month', 'year', 'earlier'])), undefined),
	size: v.fallback(v.optional(v.picklist(['small', 'medium', 'large'])), undefined),
	/** The folder the search was begun in. */
	from: v.fallback(searchEntries.request.entries.folderId, undefined),
	/** Whether it is for that folder alone. */
	within: v.fallback(v.optional(v.picklist(['folder'])), undefined),
	sort: v.fallback(v.optional(searchSort, 'best'), 'best'),
});

/** What a person searches for, and which of it: all that the address of a search says. */
export type SearchQuestion = v.InferOutput<typeof fields>;

export function questionIn(address: URL): SearchQuestion {
	return v.parse(fields, Object.fromEntries(address.searchParams));
}

/** The address of the same question with something else in it. */
export function searchAddress(question: SearchQuestion, change: Partial<SearchQuestion>): string {
	const query = new URLSearchParams();
	for (const [field, value] of Object.entries({ ...question, ...change })) {
		if (value !== undefined && value !== '' && value !== 'best') query.set(field, value);
	}
	return query.size === 0 ? '/search' : `/search?${query.toString()}`;
}

export function isFiltered({ type, changed, size, within }: SearchQuestion): boolean {
	return [type, changed, size, within].some((filter) => filter !== undefined);
}

export function requestOf(question: SearchQuestion, now: Date): Request {
	const { query, type, sort, changed, size, from, within } = question;
	return {
		query,
		type,
		sort,
		collation: readerCollation(),
		...changedFields(changed, now),
		...(size !== undefined && texts(SIZES[size])),
		...(within !== undefined && { folderId: from }),
	};
}

function changedFields(changed: SearchQuestion['changed'], now: Date) {
	if (changed === undefined) return {};
	const days = changed === 'earlier' ? AGES.year : AGES[changed];
	const instant = new Date(now.getTime() - days * DAY_MS).toISOString();
	return changed === 'earlier' ? { changedBefore: instant } : { changedFrom: instant };
}

function texts(bytes: Readonly<Record<string, number>>): Record<string, string> {
	return Object.fromEntries(Object.entries(bytes).map(([field, value]) => [field, String(value)]));
}

export const sortLabels: Readonly<Record<SearchSort, string>> = {
	best: 'Best match',
	name: 'Name, A to Z',
	'-name': 'Name, Z to A',
	'-changed': 'Changed last',
	changed: 'Changed first',
	'-size': 'Largest',
	size: 'Smallest',
};
