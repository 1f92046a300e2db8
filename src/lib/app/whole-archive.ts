import { BrowserArchiveStore } from '$lib/vault/download/archive-store';
import { WholeArchive } from '$lib/vault/download/whole-archive.svelte';
import type { VaultApp } from './vault-app';

const made = new WeakMap<VaultApp, WholeArchive>();

/** The one of this tab, made when its page is first opened: it goes on while other pages are looked at. */
export function wholeArchiveOf(app: VaultApp): WholeArchive {
	const { call, toasts, downloads } = app;
	const archive =
		made.get(app) ??
		new WholeArchive({
			call,
			toasts,
			store: new BrowserArchiveStore(),
			show: (change) => downloads.showZips(change),
		});
	made.set(app, archive);
	return archive;
}
