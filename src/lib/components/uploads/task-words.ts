import { formatBytes } from '$lib/format/bytes';
import { failureSentence } from '$lib/uploads/transfer/failure';
import type { UploadTask } from '$lib/uploads/transfer/upload-task.svelte';

/** Where one file is, for people. */
export function taskWords({ state, sentBytes, sizeBytes }: UploadTask): string {
	switch (state.kind) {
		case 'waiting':
			return 'Waiting';
		case 'reading':
			return 'Getting ready';
		case 'sending':
			return sentBytes === 0
				? formatBytes(sizeBytes)
				: `${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`;
		case 'checking':
			return 'Checking';
		case 'conflict':
			return state.conflict.kind === 'file-for-folder'
				? 'A file has the name of its folder'
				: 'The name is taken';
		case 'file-needed':
			return 'Interrupted. Choose the file again to go on.';
		case 'paused':
			return sentBytes === 0
				? 'Paused'
				: `Paused at ${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`;
		case 'stored':
			return formatBytes(sizeBytes);
		case 'already-here':
			return 'Already here';
		case 'skipped':
			return 'Skipped';
		case 'cancelled':
			return 'Cancelled';
		case 'failed':
			return failureSentence(state.failure);
	}
}
