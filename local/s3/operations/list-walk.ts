import { LAST_CHARACTER, commonPrefix } from './list-parameters.ts';

/** Rows read at once where most of them may hide behind one common prefix. */
const ROWS_BEHIND_PREFIX = 32;

interface Walk<Item, Position> {
	readonly start: Position;
	readonly limit: number;
	readonly prefix: string;
	/** Empty: no common prefixes. */
	readonly delimiter: string;
	readonly fetch: (from: Position, count: number) => readonly Item[];
	readonly after: (item: Item) => Position;
	/** The position of the first key that is not less than this. */
	readonly atKey: (key: string) => Position;
}

/** One page of a list. */
export interface Page<Item> {
	readonly items: readonly Item[];
	readonly prefixes: readonly string[];
	readonly isTruncated: boolean;
	/** The last entry of this page: an item or a common prefix. */
	readonly last?: Item | string;
}

/**
 * Collects up to `limit` entries. Behind a common prefix it jumps instead of reading on: a page
 * costs its own entries, not what they hide.
 */
export function walk<Item extends { readonly key: string }, Position>(
	options: Walk<Item, Position>,
): Page<Item> {
	const { limit, prefix, delimiter } = options;
	const items: Item[] = [];
	const prefixes: string[] = [];
	let last: Item | string | undefined;
	let position = options.start;
	const page = (isTruncated: boolean): Page<Item> => ({
		items,
		prefixes,
		isTruncated,
		...(last !== undefined && { last }),
	});
	while (limit > 0) {
		const left = limit - items.length - prefixes.length + 1;
		const count = delimiter === '' ? left : ROWS_BEHIND_PREFIX;
		const rows = options.fetch(position, count);
		let jumped = false;
		for (const row of rows) {
			if (!row.key.startsWith(prefix)) return page(false);
			const folder = commonPrefix(row.key, prefix, delimiter);
			position = options.after(row);
			if (folder !== undefined && folder === prefixes.at(-1)) continue;
			if (items.length + prefixes.length === limit) return page(true);
			last = folder ?? row;
			if (folder === undefined) {
				items.push(row);
				continue;
			}
			prefixes.push(folder);
			position = options.atKey(folder + LAST_CHARACTER);
			jumped = true;
			break;
		}
		if (!jumped && rows.length < count) break;
	}
	return page(false);
}
