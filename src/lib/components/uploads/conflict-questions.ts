import type { UploadBatch } from '$lib/uploads/batch/upload-batch.svelte';
import type { UploadTask } from '$lib/uploads/transfer/upload-task.svelte';

/** About one name that is taken. */
export type ConflictQuestion =
	| { readonly kind: 'file'; readonly key: string; readonly task: UploadTask }
	/** A file has the name of a folder, which is asked about once, whatever lies in it. */
	| { readonly kind: 'folder'; readonly key: string; readonly folders: readonly string[] };

export function questionsOf({
	conflicts,
	waitingFolders,
}: UploadBatch): readonly ConflictQuestion[] {
	const questions = [
		...conflicts.map(ofTask),
		...waitingFolders.map(({ taken }) => ofFolder(taken.folders)),
	];
	return [...new Map(questions.map((question) => [question.key, question])).values()];
}

function ofTask(task: UploadTask): ConflictQuestion {
	const { ref, state } = task;
	return state.kind === 'conflict' && state.conflict.kind === 'file-for-folder'
		? ofFolder(state.conflict.folders)
		: { kind: 'file', key: ref, task };
}

function ofFolder(folders: readonly string[]): ConflictQuestion {
	return { kind: 'folder', key: JSON.stringify(folders), folders };
}

/** Whether the new one may take the place of the old: a folder and a file stand beside each other. */
export function mayReplace(question: ConflictQuestion): boolean {
	if (question.kind === 'folder') return false;
	const { state } = question.task;
	return state.kind === 'conflict' && state.conflict.kind === 'file';
}
