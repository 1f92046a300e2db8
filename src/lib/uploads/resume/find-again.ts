import { mayRead } from '../selection/may-read';
import type { ChosenFile } from '../selection/selection';
import type { UploadTask } from '../transfer/upload-task.svelte';

/**
 * Which of the files chosen now are those that were chosen before: by name, size and time of change, or else by name and size. A file that was
 * saved again since goes on with the parts that are the same: each is compared before it is kept.
 */
export function findAgain(
	needed: readonly UploadTask[],
	files: readonly ChosenFile[],
): ReadonlyMap<UploadTask, ChosenFile> {
	const found = new Map<UploadTask, ChosenFile>();
	const left = new Set(files);
	for (const isIt of [sameTime, sameSize]) {
		const byLook = Map.groupBy(left, ({ file }) => lookOf(file.name, file.size));
		for (const task of needed) {
			if (found.has(task)) continue;
			const alike = byLook.get(lookOf(task.name, task.sizeBytes)) ?? [];
			const at = alike.findIndex((chosen) => isIt(task, chosen.file));
			const [match] = at === -1 ? [] : alike.splice(at, 1);
			if (match === undefined) continue;
			found.set(task, match);
			left.delete(match);
		}
	}
	return found;
}

const sameTime = ({ lastModified }: UploadTask, file: File) => file.lastModified === lastModified;
const sameSize = () => true;

const lookOf = (name: string, sizeBytes: number) => JSON.stringify([name, sizeBytes]);

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
