import type { File } from '#contract/entries';
import type { OtherTabs } from './other-tabs';
import type { Vault } from './vault.svelte';

/** Going back and forth between windows should not read everything each time, in milliseconds. */
const FOCUS_REST_MS = 15_000;

/** What this tab's uploads tell of the vault. */
interface UploadListener {
	readonly stored?: (file: File) => void;
	readonly foldersMade?: () => void;
	readonly batchEnded?: () => void;
}

interface RefreshSources {
	/** Returns how to stop. */
	readonly uploads: { listen(listener: UploadListener): () => void };
	readonly otherTabs: OtherTabs;
	readonly vault: Vault;
	/** Copies of archived files are being made, ready or over. Returns how to stop. */
	readonly restores: { onChange(listener: () => void): () => void };
}

/** The moments at which what is on the screen is read again. */
export class RefreshTriggers {
	readonly #sources: RefreshSources;

	constructor(sources: RefreshSources) {
		this.#sources = sources;
	}

	/** Keeps a list up to date while it is on the screen. Returns how to stop. */
	forList({
		refresh,
		stored,
	}: {
		/** Reads what is on the screen again. */
		readonly refresh: () => void;
		/** An upload of this tab was stored. */
		readonly stored: (file: File) => void;
	}): () => void {
		const stopWatching = this.#watch(refresh, {
			stored,
			foldersMade: refresh,
			// Folders on the screen hold more than they did.
			batchEnded: refresh,
		});
		const stopRestores = this.#sources.restores.onChange(refresh);
		return () => {
			stopWatching();
			stopRestores();
		};
	}

	/** Keeps up to date how full the vault is. Returns how to stop. */
	forUsage(): () => void {
		const refresh = () => void this.#sources.vault.refreshUsage();
		return this.#watch(refresh, { batchEnded: refresh });
	}

	/**
	 * Calls `refresh` for what this tab cannot know of: changes in other tabs, and on other devices by the
	 * time the person, or the network, comes back. `listener` hears of uploads of this tab.
	 */
	#watch(refresh: () => void, listener: UploadListener): () => void {
		const { uploads, otherTabs } = this.#sources;
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
		const stopListening = [uploads.listen(listener), otherTabs.onChange(refresh)];
		return () => {
			stopping.abort();
			for (const stop of stopListening) stop();
		};
	}
}
