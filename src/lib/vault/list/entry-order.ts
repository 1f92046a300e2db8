import { ownCollator } from '#contract/collation';
import type { Entry, Sort } from '#contract/entries';
import { naturalText } from '#contract/folding';

export type Compare = (a: Entry, b: Entry) => number;

const byName: Compare = (a, b) => compareText(naturalText(a.name), naturalText(b.name));
const byChange: Compare = (a, b) => compareText(a.updatedAt, b.updatedAt);
const bySize: Compare = (a, b) => sizeOf(a) - sizeOf(b);

/** By sort and collation: the same order is the same function. */
const orders = new Map<string, Compare>();

/** The order of a folder's list: folders first, then `sort`, equals by id. Names are in the order of `collation`, or of the vault. */
export function entryOrder(sort: Sort, collation?: string | null): Compare {
	const key = `${sort} ${collation ?? ''}`;
	const order = orders.get(key) ?? orderBy(sort, ownCollator(collation ?? undefined));
	orders.set(key, order);
	return order;
}

function orderBy(sort: Sort, collator: Intl.Collator | undefined): Compare {
	const direction = sort.startsWith('-') ? -1 : 1;
	const name: Compare = collator ? (a, b) => collator.compare(a.name, b.name) : byName;
	const compare = { name, changed: byChange, size: bySize }[column(sort)];
	return (a, b) => rank(a) - rank(b) || direction * (compare(a, b) || compareText(a.id, b.id));
}

/** What to ask a list of names for: the language of the browser, where that has an order of its own. */
export function readerCollation(): string | undefined {
	const { language } = navigator;
	return ownCollator(language) && language;
}

/**
 * Puts `arrivals` where the order wants them; one that is there already moves to its new place. Where the list goes on beyond an `open`
 * side, what belongs there comes with its own page.
 */
export function mergeInOrder(
	entries: readonly Entry[],
	arrivals: readonly Entry[],
	{ order, open }: { readonly order: Compare; readonly open: readonly ('start' | 'end')[] },
): readonly Entry[] {
	const arrivedIds = new Set(arrivals.map((entry) => entry.id));
	const others = entries.filter((entry) => !arrivedIds.has(entry.id));
	const first = open.includes('start') ? others[0] : undefined;
	const last = open.includes('end') ? others.at(-1) : undefined;
	const fitting = arrivals.filter(
		(arrival) =>
			(first === undefined || order(arrival, first) > 0) &&
			(last === undefined || order(arrival, last) < 0),
	);
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
