import { listUnfinishedUploads } from '#contract/uploads';
import { ensureFolders } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { isDrawnAtUpload } from '$lib/derivatives/derivative-plan';
import type { DerivativeQueue } from '$lib/derivatives/derivative-queue';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import { BrowserResumeStore } from '$lib/uploads/resume/resume-store';
import { browserPorts } from '$lib/uploads/transfer/browser-ports';
import type { OtherTabs } from '$lib/vault/other-tabs';
import type { Vault } from '$lib/vault/vault.svelte';

/**
 * In bytes a second. Quicker than this an upload takes all of the processor, and pictures drawn beside it make it slower; on a slower
 * line there is time for both.
 */
const QUICK_LINE = 12_500_000;

/** The uploads of this tab: stored files get their pictures, and what shows the vault hears of both. */
export function createUploads({
	call,
	vault,
	otherTabs,
	derivatives,
}: {
	readonly call: Call;
	readonly vault: Vault;
	readonly otherTabs: OtherTabs;
	readonly derivatives: DerivativeQueue;
}): UploadQueue {
	const queue = new UploadQueue({
		uploads: browserPorts(call),
		ensureFolders: async (parentId, paths) => {
			const request = { parentId, paths: paths.map((path) => [...path]) };
			return (await call(ensureFolders, request)).folders;
		},
		store: new BrowserResumeStore(),
		listUnfinished: (cursor) => call(listUnfinishedUploads, { cursor }),
	});

	derivatives.giveWay(() => {
		const { movingCount, bytesPerSecond } = queue.totals;
		if (movingCount === 0) return 'none';
		// How quick it is shows after a moment.
		return (bytesPerSecond ?? Infinity) > QUICK_LINE ? 'all' : 'line';
	});
	queue.listen({
		sending: (task) => {
			if (task.file) derivatives.expect(task, task.file);
		},
		stopped: ({ file }) => {
			if (file) derivatives.forget(file);
		},
		stored: (file, source, batch) => {
			if (source && isDrawnAtUpload(file)) batch?.pictures.follow(derivatives.add(file, source));
		},
		closed: () => derivatives.close(),
		batchEnded: () => {
			otherTabs.tell();
			void vault.refreshUsage();
		},
	});
	return queue;
}
