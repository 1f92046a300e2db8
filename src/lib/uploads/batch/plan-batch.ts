import { mediaType } from '#contract/content-types';
import { canonicalName } from '#contract/names';
import { isText } from '#contract/text-types';
import { uuidv7 } from 'uuidv7';
import { factsOf } from '../selection/look-at-files';
import type { ChosenFile, Selection } from '../selection/selection';
import type { BatchHead } from '../transfer/ports';
import { UploadTask, type UploadTaskInit } from '../transfer/upload-task.svelte';
import { UploadBatch, type UploadTarget } from './upload-batch.svelte';

/** Types some browsers do not know by themselves; without them a picture is not recognised as one. */
const TYPES_BY_EXTENSION: ReadonlyMap<string, string> = new Map([
	['heic', 'image/heic'],
	['heif', 'image/heif'],
	['avif', 'image/avif'],
	['mov', 'video/quicktime'],
	['mkv', 'video/x-matroska'],
	['md', 'text/markdown'],
]);

/** Gives every chosen file its task. Files that can be refused without asking the vault are refused here. */
export function planBatch({ files, unreadable }: Selection, target: UploadTarget): UploadBatch {
	const named = files.map((chosen) => ({ chosen, verdict: canonicalName(chosen.file.name) }));
	// Only files the vault will hear of count: its message "all are here" waits for this number.
	const fileCount = Math.max(1, named.filter(({ verdict }) => verdict.ok).length);
	const head: BatchHead = { id: uuidv7(), fileCount };

	const tasks = named.map(({ chosen, verdict }) => {
		const task = taskOf(chosen, head);
		if (!verdict.ok) task.fail({ code: 'bad_name', reason: verdict.reason });
		return task;
	});
	for (const { name, folders } of unreadable) {
		const task = new UploadTask(head, describe({ file: new File([], name), folders }));
		task.fail({ code: 'file_unreadable' });
		tasks.push(task);
	}
	return new UploadBatch(head, target, { tasks });
}

/** Several files of one name are no conflict: the vault numbers what came together. */
function taskOf(chosen: ChosenFile, head: BatchHead): UploadTask {
	const task = new UploadTask(head, describe(chosen), chosen.file);
	task.handle = chosen.handle;
	return task;
}

function describe({ file, folders, facts = factsOf(file) }: ChosenFile): UploadTaskInit {
	return { ref: uuidv7(), name: file.name, folders, contentType: typeOf(file), ...facts };
}

function typeOf({ name, type }: File): string {
	// Systems give TypeScript the type of MPEG's transport streams, which no browser plays: it would stand in the gallery.
	if (type === 'video/mp2t' && isText({ contentType: type, name })) return 'text/plain';
	if (type !== '') return mediaType(type);
	const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
	return TYPES_BY_EXTENSION.get(extension) ?? mediaType('');
}
