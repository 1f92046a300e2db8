import type { ChosenFile, FileFacts, Selection } from './selection';

/** Milliseconds for which the page may be kept from drawing and answering. */
const TURN_MS = 8;

/**
 * The same choice, with what the disk says of each file. A browser asks the disk each time and the page stands still meanwhile, for up to
 * half a millisecond a file, so a folder of thousands is looked at in many short turns.
 */
export async function lookAtFiles(selection: Selection): Promise<Selection> {
	const files: ChosenFile[] = [];
	let endsAt = performance.now() + TURN_MS;
	for (const chosen of selection.files) {
		if (performance.now() >= endsAt) {
			await nextTurn();
			endsAt = performance.now() + TURN_MS;
		}
		files.push({ ...chosen, facts: factsOf(chosen.file) });
	}
	return { ...selection, files };
}

export function factsOf({ size, lastModified }: File): FileFacts {
	return { sizeBytes: size, lastModified };
}

/** Where a browser has no turns to give, timers do; in the background those come once a second. */
function nextTurn(): Promise<void> {
	if ('scheduler' in globalThis && 'yield' in scheduler) return scheduler.yield();
	return new Promise((resolve) => setTimeout(resolve));
}
