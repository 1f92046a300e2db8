import type { Entry } from '#contract/entries';
import { listTimeline } from '#contract/timeline';
import type { Call } from '$lib/api/call';
import { EntryList } from './entry-list.svelte';
import type { Compare } from './entry-order';
import { Selection } from './selection.svelte';

/** Files of the whole vault, those first that came last. Its pictures by the day they were taken on: `GalleryTimeline`. */
export class Timeline {
	readonly list: EntryList;
	readonly selection: Selection;

	constructor(call: Call) {
		const order: Compare = (a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id);
		this.list = new EntryList(
			async (cursor, signal) => {
				const request = { only: 'all', cursor } as const;
				const { files, nextCursor } = await call(listTimeline, request, { signal });
				return { entries: files, nextCursor };
			},
			{ order, belongs: (entry: Entry) => entry.kind === 'file' },
		);
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
