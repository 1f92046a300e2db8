import { mediaType } from '#contract/content-types';
import { canonicalName } from '#contract/names';
import { uuidv7 } from 'uuidv7';
import type { ChosenFile, Selection } from '../selection/selection';
import { UploadBatch, type UploadTarget } from './upload-batch.svelte';
import { UploadTask } from './upload-task.svelte';

/** Types some browsers do not know by themselves; without them a picture is not recognised as one. */
const TYPES_BY_EXTENSION: Readonly<Record<string, string>> = {
	heic: 'image/heic',
	heif: 'image/heif',
	avif: 'image/avif',
	mov: 'video/quicktime',
	mkv: 'video/x-matroska',
	md: 'text/markdown',
};

/** Gives every chosen file its task. Files that can be refused without asking the vault are refused here. */
export function planBatch(selection: Selection, target: UploadTarget): UploadBatch {
	const batchId = uuidv7();
	const tasks = selection.files.map((chosen) => taskOf(chosen, batchId));
	for (const { name, folders } of selection.unreadable) {
		const file = new File([], name);
		const task = new UploadTask(describe({ file, folders }, batchId));
		task.fail({ code: 'file_gone' });
		tasks.push(task);
	}
	// Only files the vault will hear of count: its message "all are here" waits for this number.
	const fileCount = tasks.filter(({ state }) => state.kind === 'waiting').length;
	return new UploadBatch({ id: batchId, fileCount: Math.max(1, fileCount) }, target, { tasks });
}

/** Several files of one name are no conflict: the vault numbers what came together. */
function taskOf(chosen: ChosenFile, batchId: string): UploadTask {
	const task = new UploadTask(describe(chosen, batchId), chosen.file);
	task.handle = chosen.handle;
	const verdict = canonicalName(chosen.file.name);
	if (!verdict.ok) task.fail({ code: 'bad_name', reason: verdict.reason });
	return task;
}

function describe({ file, folders }: ChosenFile, batchId: string) {
	const { name, size: sizeBytes, lastModified } = file;
	const contentType = typeOf(file);
	return { ref: uuidv7(), batchId, name, folders, sizeBytes, contentType, lastModified };
}

function typeOf({ name, type }: File): string {
	if (type !== '') return mediaType(type);
	const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
	return Object.hasOwn(TYPES_BY_EXTENSION, extension)
		? (TYPES_BY_EXTENSION[extension] ?? '')
		: mediaType('');
}
