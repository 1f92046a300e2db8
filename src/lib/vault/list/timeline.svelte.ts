import { isMedia } from '#contract/content-types';
import type { Entry } from '#contract/entries';
import { takenAt, takenOn } from '#contract/media-time';
import { listTimeline } from '#contract/timeline';
import type { Call } from '$lib/api/call';
import { EntryList } from './entry-list.svelte';
import type { Compare } from './entry-order';
import { Selection } from './selection.svelte';

/** Where a file stands in the timeline, as text that sorts: see [Note: The order of the gallery]. */
function placeOf(entry: Entry, only: 'media' | 'all'): string {
	if (only === 'all' || entry.kind === 'folder') return entry.createdAt;
	return `${takenOn(entry)} ${takenAt(entry)}`;
}

/** Files of the whole vault, newest first. */
export class Timeline {
	readonly list: EntryList;
	readonly selection: Selection;

	constructor(call: Call, only: 'media' | 'all') {
		const belongs = (entry: Entry) =>
			entry.kind === 'file' && (only === 'all' || isMedia(entry.contentType));
		const order: Compare = (a, b) =>
			compare(placeOf(b, only), placeOf(a, only)) || compare(b.id, a.id);
		this.list = new EntryList(
			async (cursor, signal) => {
				const request = { only, cursor };
				const { files, nextCursor } = await call(listTimeline, request, { signal });
				return { entries: files, nextCursor };
			},
			{ order: () => order, belongs },
		);
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
