import type { ChosenFile } from '../selection/selection';
import type { UploadTask } from '../transfer/upload-task.svelte';

/** Which of the files chosen now are those that were chosen before: by name, size and time of change. */
export function findAgain(
	needed: readonly UploadTask[],
	files: readonly ChosenFile[],
): ReadonlyMap<UploadTask, ChosenFile> {
	const byLook = new Map<string, ChosenFile[]>();
	for (const chosen of files) {
		const look = lookOf(chosen.file);
		byLook.set(look, [...(byLook.get(look) ?? []), chosen]);
	}
	const found = new Map<UploadTask, ChosenFile>();
	for (const task of needed) {
		const { name, sizeBytes: size, lastModified } = task;
		const match = byLook.get(lookOf({ name, size, lastModified }))?.shift();
		if (match !== undefined) found.set(task, match);
	}
	return found;
}

function lookOf({
	name,
	size,
	lastModified,
}: Pick<File, 'name' | 'size' | 'lastModified'>): string {
	return JSON.stringify([name, size, lastModified]);
}

/** Reads the file of a handle, asking the person if need be. Undefined where it is not the same any more. */
export async function openAgain(
	task: UploadTask,
	handle: FileSystemFileHandle,
): Promise<File | undefined> {
	if (!(await mayRead(handle))) return undefined;
	const file = await handle.getFile().catch(() => undefined);
	if (file === undefined) return undefined;
	return findAgain([task], [{ file, folders: [] }]).has(task) ? file : undefined;
}

/** Chromium alone asks; where a handle has no such question, reading it will tell. */
interface HandleWithPermission extends FileSystemFileHandle {
	requestPermission(options: { mode: 'read' }): Promise<PermissionState>;
}

async function mayRead(handle: FileSystemFileHandle): Promise<boolean> {
	if (!asks(handle)) return true;
	return (await handle.requestPermission({ mode: 'read' }).catch(() => 'denied')) === 'granted';
}

function asks(handle: FileSystemFileHandle): handle is HandleWithPermission {
	return 'requestPermission' in handle;
}
