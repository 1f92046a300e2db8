import { ensureFolders } from '#contract/vault';
import { call } from '$lib/api/call';
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
