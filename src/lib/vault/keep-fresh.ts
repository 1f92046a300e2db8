import type { File } from '#contract/entries';
import { uploadQueue } from '$lib/uploads/this-tab';
import { onChangeInOtherTab } from './changes';

/** Going back and forth between windows should not read the list each time, in milliseconds. */
const FOCUS_REST_MS = 15_000;

interface Freshness {
	/** Reads what is on the screen again. */
	readonly refresh: () => void;
	/** An upload of this tab was stored. */
	readonly stored: (file: File) => void;
}

/**
 * Keeps a screen up to date while it is shown: with uploads of this tab, changes in other tabs, and what
 * happened on other devices by the time the person comes back. Returns how to stop.
 */
export function keepFresh({ refresh, stored }: Freshness): () => void {
	const stopping = new AbortController();
	let readAt = Date.now();
	const again = () => {
		readAt = Date.now();
		refresh();
	};
	const onReturn = () => {
		const away = document.visibilityState === 'hidden';
		if (!away && Date.now() - readAt > FOCUS_REST_MS) again();
	};
	window.addEventListener('focus', onReturn, { signal: stopping.signal });
	document.addEventListener('visibilitychange', onReturn, { signal: stopping.signal });
	const stopListening = [
		uploadQueue.listen({ stored, foldersMade: again }),
		onChangeInOtherTab(again),
	];
	return () => {
		stopping.abort();
		for (const stop of stopListening) stop();
	};
}
