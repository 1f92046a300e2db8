import type { UploadBatch } from '$lib/uploads/batch/upload-batch.svelte';
import type { UploadTask } from '$lib/uploads/transfer/upload-task.svelte';

export type TrayRow =
	| { readonly kind: 'batch'; readonly key: string; readonly batch: UploadBatch }
	| { readonly kind: 'task'; readonly key: string; readonly task: UploadTask };

/** The rows of the tray: newest batch first; in a batch, files that need the person come first. */
export function trayRows(batches: readonly UploadBatch[], anyNeeds: boolean): readonly TrayRow[] {
	return batches.toReversed().flatMap((batch) => {
		const tasks = anyNeeds ? needyFirst(batch.tasks) : batch.tasks;
		return [
			{ kind: 'batch', key: batch.head.id, batch } as const,
			...tasks.map((task) => ({ kind: 'task', key: task.ref, task }) as const),
		];
	});
}

function needyFirst(tasks: readonly UploadTask[]): readonly UploadTask[] {
	const needy: UploadTask[] = [];
	const others: UploadTask[] = [];
	for (const task of tasks) (needsPerson(task) ? needy : others).push(task);
	return [...needy, ...others];
}

function needsPerson({ state }: UploadTask): boolean {
	return ['failed', 'conflict', 'file-needed', 'paused'].includes(state.kind);
}
