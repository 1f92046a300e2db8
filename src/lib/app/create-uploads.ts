import { ensureFolders } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { DerivativeQueue } from '$lib/derivatives/derivative-queue';
import { WorkerDrawer } from '$lib/derivatives/picture-drawer';
import { vaultDerivatives } from '$lib/derivatives/vault-derivatives';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import { BrowserResumeStore } from '$lib/uploads/resume/resume-store';
import { browserPorts } from '$lib/uploads/transfer/browser-ports';
import { s3Transport } from '$lib/uploads/transfer/s3-transport';
import type { OtherTabs } from '$lib/vault/other-tabs';
import type { Vault } from '$lib/vault/vault.svelte';

/** The uploads of this tab: stored files get their pictures, and what shows the vault hears of both. */
export function createUploads({
	call,
	vault,
	otherTabs,
}: {
	readonly call: Call;
	readonly vault: Vault;
	readonly otherTabs: OtherTabs;
}): UploadQueue {
	const queue = new UploadQueue({
		uploads: browserPorts(call),
		ensureFolders: async (parentId, paths) => {
			const request = { parentId, paths: paths.map((path) => [...path]) };
			return (await call(ensureFolders, request)).folders;
		},
		store: new BrowserResumeStore(),
	});

	const derivatives = new DerivativeQueue(
		{
			drawer: new WorkerDrawer(),
			api: vaultDerivatives(call),
			post: (form, bytes, signal) => s3Transport.postForm(form, bytes, signal),
		},
		(file) => queue.announce(file),
	);

	queue.listen({
		stored: (file, source) => {
			if (source) void derivatives.add(file, source);
		},
		closed: () => derivatives.close(),
		batchEnded: () => {
			otherTabs.tell();
			void vault.refreshUsage();
		},
	});
	return queue;
}
