import { ensureFolders } from '#contract/vault';
import { call } from '$lib/api/call';
import { tellOtherTabs } from '$lib/vault/changes';
import { vault } from '$lib/vault/vault.svelte';
import { browserPorts } from './browser-ports';
import { BrowserResumeStore } from './resume-store';
import { UploadQueue } from './upload-queue.svelte';

/** The uploads of this tab. */
export const uploadQueue = new UploadQueue({
	uploads: browserPorts(),
	ensureFolders: async (parentId, paths) => {
		const request = { parentId, paths: paths.map((path) => [...path]) };
		return (await call(ensureFolders, request)).folders;
	},
	store: new BrowserResumeStore(),
});

uploadQueue.listen({
	batchEnded: () => {
		tellOtherTabs();
		void vault.refreshUsage();
	},
});
