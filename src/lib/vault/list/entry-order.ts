import type { Entry, Sort } from '#contract/entries';
import { naturalText } from '#contract/folding';
import { PAGE_MAX } from '#contract/limits';

export type Compare = (a: Entry, b: Entry) => number;

const byName: Compare = (a, b) => compareText(naturalText(a.name), naturalText(b.name));
const byChange: Compare = (a, b) => compareText(a.updatedAt, b.updatedAt);
const bySize: Compare = (a, b) => sizeOf(a) - sizeOf(b);

/** The order of a folder's list: folders first, then `sort`, equals by id. */
export function entryOrder(sort: Sort): Compare {
	const direction = sort.startsWith('-') ? -1 : 1;
	const compare = { name: byName, changed: byChange, size: bySize }[column(sort)];
	return (a, b) => rank(a) - rank(b) || direction * (compare(a, b) || compareText(a.id, b.id));
}

/**
 * A whole folder in the order of the browser's language. The vault's order stays where that language has Latin letters and none of its own, where
 * names do not order the list, and in folders of more than one page: pages come in the vault's order alone.
 */
export function inLocalOrder<Listed extends Entry>(
	entries: readonly Listed[],
	sort: Sort,
): readonly Listed[] {
	if (column(sort) !== 'name' || entries.length > PAGE_MAX) return entries;
	const collator = ownCollator();
	if (collator === undefined) return entries;
	const direction = sort === 'name' ? 1 : -1;
	return entries.toSorted(
		(a, b) => rank(a) - rank(b) || direction * collator.compare(a.name, b.name),
	);
}

/** Each a letter, and one that some languages sort apart from it. */
const OWN_LETTERS = ['aå', 'aä', 'oö', 'nñ', 'cč', 'sş', 'lł', 'dđ'];
/** By language: undefined where it is written in Latin letters and sorts these as English does, å beside a. */
const collators = new Map<string, Intl.Collator | undefined>();

function ownCollator(): Intl.Collator | undefined {
	const { language } = navigator;
	if (!collators.has(language)) {
		const own = new Intl.Collator(language, { sensitivity: 'base' });
		const english = new Intl.Collator('en', { sensitivity: 'base' });
		const differs =
			new Intl.Locale(language).maximize().script !== 'Latn' ||
			OWN_LETTERS.some(([a = '', b = '']) => own.compare(a, b) !== english.compare(a, b));
		collators.set(language, differs ? new Intl.Collator(language, { numeric: true }) : undefined);
	}
	return collators.get(language);
}

/**
 * Puts `arrivals` where the order wants them; one that is there already moves to its new place. Where the list goes on beyond its `open`
 * side, what belongs there comes with its own page.
 */
export function mergeInOrder(
	entries: readonly Entry[],
	arrivals: readonly Entry[],
	{ order, open }: { readonly order: Compare; readonly open: 'start' | 'end' | undefined },
): readonly Entry[] {
	const arrivedIds = new Set(arrivals.map((entry) => entry.id));
	const others = entries.filter((entry) => !arrivedIds.has(entry.id));
	const edge = open && others.at(open === 'end' ? -1 : 0);
	const inside = open === 'end' ? -1 : 1;
	const fitting = edge ? arrivals.filter((arrival) => order(arrival, edge) * inside > 0) : arrivals;
	const merged = [...others];
	for (const arrival of fitting) merged.splice(position(merged, arrival, order), 0, arrival);
	return merged;
}

/** Index of the first entry that comes after `arrival`. */
function position(entries: readonly Entry[], arrival: Entry, order: Compare): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const entry = entries[middle];
		if (entry && order(entry, arrival) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

export type SortColumn = 'name' | 'changed' | 'size';

export function column(sort: Sort): SortColumn {
	switch (sort) {
		case 'name':
		case '-name':
			return 'name';
		case 'changed':
		case '-changed':
			return 'changed';
		case 'size':
		case '-size':
			return 'size';
	}
}

const rank = (entry: Entry) => (entry.kind === 'folder' ? 0 : 1);
const sizeOf = (entry: Entry) => (entry.kind === 'file' ? entry.sizeBytes : 0);

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
