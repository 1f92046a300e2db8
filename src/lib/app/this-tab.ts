import { ensureFolders } from '#contract/vault';
import { call } from '$lib/api/call';
import { DerivativeQueue } from '$lib/derivatives/derivative-queue';
import { WorkerDrawer } from '$lib/derivatives/picture-drawer';
import { vaultDerivatives } from '$lib/derivatives/vault-derivatives';
import { tellOtherTabs } from '$lib/vault/changes';
import { vault } from '$lib/vault/vault.svelte';
import { UploadQueue } from '../uploads/queue/upload-queue.svelte';
import { BrowserResumeStore } from '../uploads/resume/resume-store';
import { browserPorts } from '../uploads/transfer/browser-ports';
import { s3Transport } from '../uploads/transfer/s3-transport';

/** The uploads of this tab. */
export const uploadQueue = new UploadQueue({
	uploads: browserPorts(),
	ensureFolders: async (parentId, paths) => {
		const request = { parentId, paths: paths.map((path) => [...path]) };
		return (await call(ensureFolders, request)).folders;
	},
	store: new BrowserResumeStore(),
});

const derivatives = new DerivativeQueue(
	{
		drawer: new WorkerDrawer(),
		api: vaultDerivatives(),
		post: (form, bytes, signal) => s3Transport.postForm(form, bytes, signal),
	},
	(file) => uploadQueue.announce(file),
);

uploadQueue.listen({
	stored: (file, source) => {
		if (source) void derivatives.add(file, source);
	},
	closed: () => derivatives.close(),
	batchEnded: () => {
		tellOtherTabs();
		void vault.refreshUsage();
	},
});
