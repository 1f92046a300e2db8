import { formatNumber } from '$lib/format/number';
import { plural } from '$lib/format/plural';
import type { UploadBatch } from './upload-batch.svelte';

/** What became of a batch, in one line: `498 files stored, 2 failed`. Every chosen file is in it. */
export function receipt(batch: UploadBatch): string {
	if (batch.tasks.length === 0) return folderReceipt(batch);
	const stored = batch.count('stored');
	const counted: readonly (readonly [count: number, words: string])[] = [
		[batch.count('already-here'), 'already here'],
		[batch.count('skipped'), /* said */ 'skipped'],
		[batch.count('failed'), /* said */ 'failed'],
		[batch.count('cancelled'), /* said */ 'cancelled'],
		[batch.count('paused'), /* said */ 'paused'],
		[batch.count('conflict'), 'with a name that is taken'],
		[batch.count('file-needed'), /* said */ 'interrupted'],
	];
	const others = counted.filter(([count]) => count > 0);
	const all =
		stored > 0 || others.length === 0
			? [[stored, /* said */ 'stored'] as const, ...others]
			: others;
	return all
		.map(
			([count, words], index) =>
				`${index === 0 ? plural(count, 'file') : formatNumber(count)} ${words}`,
		)
		.join(', ');
}

function folderReceipt({ waitingFolders, refusedFolders }: UploadBatch): string {
	if (waitingFolders.length > 0) {
		return `${plural(waitingFolders.length, 'folder')} with a name that is taken`;
	}
	return refusedFolders.length === 0
		? 'Folders added'
		: `${plural(refusedFolders.length, 'folder')} not added`;
}

/** How far its thumbnails are: `18 of 24 pictures drawn`; at the end what cannot be drawn stands apart. Undefined where the batch has none. */
export function pictureReceipt({ pictures }: UploadBatch): string | undefined {
	const { expected, drawn, undrawn, underway } = pictures;
	if (expected === 0) return undefined;
	if (underway) return `${formatNumber(drawn)} of ${plural(expected, 'picture')} drawn`;
	if (undrawn === 0) return `${plural(drawn, 'picture')} drawn`;
	return drawn === 0
		? `${plural(undrawn, 'picture')} cannot be drawn`
		: `${plural(drawn, 'picture')} drawn, ${formatNumber(undrawn)} cannot be`;
}

/** Whether each file of the batch is in the vault, by the vault's own word: only then may the device forget it. */
export function allStored(batch: UploadBatch): boolean {
	const safe = batch.count('stored', 'already-here');
	return safe > 0 && safe === batch.tasks.length;
}
