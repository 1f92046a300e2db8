import type { File } from '#contract/entries';
import { uploadQueue } from '$lib/app/this-tab';
import type { QueueListener } from '$lib/uploads/queue/upload-queue.svelte';
import { onChangeInOtherTab } from './changes';
import { vault } from './vault.svelte';

/** Going back and forth between windows should not read everything each time, in milliseconds. */
const FOCUS_REST_MS = 15_000;

/** Keeps a list up to date while it is on the screen. Returns how to stop. */
export function keepListFresh({
	refresh,
	stored,
}: {
	/** Reads what is on the screen again. */
	readonly refresh: () => void;
	/** An upload of this tab was stored. */
	readonly stored: (file: File) => void;
}): () => void {
	return watch(refresh, { stored, foldersMade: refresh });
}

/** Keeps up to date how full the vault is. Returns how to stop. */
export function keepUsageFresh(): () => void {
	const refresh = () => void vault.refreshUsage();
	return watch(refresh, { batchEnded: refresh });
}

/**
 * Calls `refresh` for what this tab cannot know of: changes in other tabs, and on other devices by the
 * time the person, or the network, comes back. `uploads` hears of uploads of this tab.
 */
function watch(refresh: () => void, uploads: QueueListener): () => void {
	const stopping = new AbortController();
	const { signal } = stopping;
	let readAt = Date.now();
	const onReturn = () => {
		if (document.visibilityState === 'hidden' || Date.now() - readAt < FOCUS_REST_MS) return;
		readAt = Date.now();
		refresh();
	};
	window.addEventListener('focus', onReturn, { signal });
	// What could not be read without a network is read as soon as there is one.
	window.addEventListener('online', refresh, { signal });
	document.addEventListener('visibilitychange', onReturn, { signal });
	const stopListening = [uploadQueue.listen(uploads), onChangeInOtherTab(refresh)];
	return () => {
		stopping.abort();
		for (const stop of stopListening) stop();
	};
}
