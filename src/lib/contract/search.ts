import * as v from 'valibot';
import { collation } from './collation.ts';
import { endpoint } from './endpoint.ts';
import { entry, path, sort } from './entries.ts';
import { id, instant } from './ids.ts';
import { cursor } from './pages.ts';

/** In the query, so it comes as text. */
const bytes = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}$/, 'must be a whole number'),
	v.transform(Number),
);

/** `best`: as well as the name matches. The others as in a folder. */
export const searchSort = v.picklist(['best', ...sort.options]);
export type SearchSort = v.InferOutput<typeof searchSort>;

/**
 * Files and folders that have the words, at least one in their name and the others there or in the names of the folders above, in the whole
 * vault but the trash; no more than `SEARCH_RESULTS_MAX`, chosen after filtering and sorting. A word with `*` is the pattern
 * of a whole name. A search that has to read a lot gives what it has found, perhaps nothing yet, and
 * `nextCursor`: the next answer goes on from there, and may bring some once more.
 */
export const searchEntries = endpoint({
	name: 'searchEntries',
	function: 'vault',
	method: 'GET',
	path: '/entries/search',
	request: v.strictObject({
		query: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255)),
		type: v.optional(v.picklist(['folder', 'image', 'video', 'audio', 'document'])),
		/** What lies anywhere below this folder. */
		folderId: v.optional(id),
		/** What was changed at this instant or later. */
		changedFrom: v.optional(instant),
		/** What was changed before this instant. */
		changedBefore: v.optional(instant),
		/** Files of at least so many bytes. */
		sizeFrom: v.optional(bytes),
		/** Files of fewer bytes. */
		sizeBelow: v.optional(bytes),
		sort: v.optional(searchSort, 'best'),
		collation,
		cursor,
	}),
	response: v.object({
		/** `path` leads to the folder it lies in. */
		results: v.array(v.object({ entry, path })),
		/** Matches that this answer knows of, shown or not; where there are `more`, as many as have been counted. */
		count: v.number(),
		/**
		 * There are more than counted, or may be, which no answer will bring: the search was given up. The best are not counted beyond those that are
		 * shown, those in another order up to `SEARCH_COUNTED_MAX`.
		 */
		more: v.boolean(),
		nextCursor: v.nullable(v.string()),
	}),
});
