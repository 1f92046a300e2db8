import type { Sort } from '#contract/entries';
import type { StoredEntry } from './entry.ts';

/** What puts an entry into an order of names. */
export type Named = Pick<StoredEntry, 'id' | 'kind' | 'name'>;

export interface CollatedPage {
	readonly collator: Intl.Collator;
	readonly sort: Sort;
	readonly from: 'start' | 'end';
	/** Behind this position, in the direction of reading. Any bytes are a position. */
	readonly after: Buffer | undefined;
	/** So many are left out before the page. */
	readonly skip: number;
	readonly limit: number;
}

interface Shown<Item> {
	readonly shown: readonly Item[];
	/** Where the list goes on behind what is shown, and before it; undefined where it does not. */
	readonly last: Buffer | undefined;
	readonly first: Buffer | undefined;
}

/**
 * One page of a whole folder in the order of its reader (docs/architecture.md, *Which language*), in the direction of reading: folders first, names by the collator, equals by id. What comes and goes between two pages
 * moves no other entry from one to the other.
 */
export function collatedPage<Item extends Named>(
	names: readonly Item[],
	{ collator, sort, from, after, skip, limit }: CollatedPage,
): Shown<Item> {
	const turned = sort.startsWith('-') ? -1 : 1;
	const inList = (a: Named, b: Named) =>
		rankOf(a) - rankOf(b) ||
		turned * (collator.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
	const order = from === 'end' ? (a: Named, b: Named) => inList(b, a) : inList;
	const before = after && namedAt(after);
	const left = before ? names.filter((entry) => order(entry, before) > 0) : names;
	const shown = left.toSorted(order).slice(skip, skip + limit);
	const [begin, end] = [shown[0], shown.at(-1)];
	const isAtBegin = before === undefined && skip === 0;
	return {
		shown,
		last: end && left.length > skip + limit ? positionOf(end) : undefined,
		first: begin && !isAtBegin ? positionOf(begin) : undefined,
	};
}

function rankOf({ kind }: Named): number {
	return kind === 'folder' ? 0 : 1;
}

const ID_CHARS = 36;

/** The entry itself, as it may be gone when the list goes on. */
function positionOf(entry: Named): Buffer {
	return Buffer.from(`${String(rankOf(entry))}${entry.id}${entry.name}`, 'utf8');
}

function namedAt(position: Buffer): Named {
	const text = position.toString('utf8');
	return {
		kind: text.startsWith('0') ? 'folder' : 'file',
		id: text.slice(1, 1 + ID_CHARS),
		name: text.slice(1 + ID_CHARS),
	};
}
