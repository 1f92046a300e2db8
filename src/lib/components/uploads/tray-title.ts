import { plural } from '$lib/format/plural';
import { receipt } from '$lib/uploads/batch/receipt';
import type { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';

/** What goes on in the tray, in a few words without numbers that run: it is also read aloud when it changes. */
export function trayTitle({ totals, batches, elsewhere }: UploadQueue): string {
	if (totals.movingCount > 0) return `Uploading ${plural(totals.fileCount, 'file')}`;
	if (totals.pausedCount > 0) return `${plural(totals.pausedCount, 'file')} paused`;
	const latest = batches.at(-1);
	if (latest !== undefined) return receipt(latest);
	const { length } = elsewhere.list;
	return length === 0 ? '' : `${plural(length, 'upload')} of another device`;
}
