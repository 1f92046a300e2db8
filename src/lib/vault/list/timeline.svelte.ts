import { isMedia } from '#contract/content-types';
import type { Entry } from '#contract/entries';
import { listTimeline } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { EntryList } from './entry-list.svelte';
import type { Compare } from './entry-order';
import { Selection } from './selection.svelte';

/** The instant a file stands at in the timeline: when a picture was taken, or else when it came into the vault. */
function momentOf(entry: Entry, only: 'media' | 'all'): string {
	const takenAt = only === 'media' && entry.kind === 'file' ? entry.modifiedAt : null;
	return takenAt ?? entry.createdAt;
}

/** Files of the whole vault, newest first. */
export class Timeline {
	readonly list: EntryList;
	readonly selection: Selection;

	constructor(call: Call, only: 'media' | 'all') {
		const belongs = (entry: Entry) =>
			entry.kind === 'file' && (only === 'all' || isMedia(entry.contentType));
		const order: Compare = (a, b) =>
			compare(momentOf(b, only), momentOf(a, only)) || compare(b.id, a.id);
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
