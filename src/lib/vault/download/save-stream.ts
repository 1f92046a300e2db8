import { saveBlob } from './save-address';
import { saveByWorker, SaveCancelled, savingWorker, WorkerSilent } from './worker-save';

/** What is saved up to this size is put together in memory, in bytes; more goes straight to the disk. */
const IN_MEMORY_MAX = 200_000_000;
/** As much where nothing is asked of the person for more, in bytes. */
const IN_MEMORY_MIN = 8_000_000;

/** This browser has no way to the disk for so many bytes. */
export class TooLargeToSave extends Error {
	readonly maxBytes = IN_MEMORY_MAX;
}

interface SaveOptions {
	readonly sizeBytes: number;
	readonly signal: AbortSignal;
	/** Where there is a service worker, the person is asked nothing. */
	readonly withoutDialog: boolean;
	/** Waits for the next press of the person and runs this in it: a browser's dialog for saving opens in answer to one alone. */
	readonly inPress: <T>(run: () => Promise<T>) => Promise<T>;
}

/**
 * Saves a stream as `name`: in memory where it is small, into a file that the person chooses, or by the service worker. `make` is
 * called once there is a way. Rejects with what the stream fails with, `SaveCancelled` and `TooLargeToSave`.
 */
export async function saveStream(
	make: () => ReadableStream<Uint8Array>,
	name: string,
	{ sizeBytes, signal, withoutDialog, inPress }: SaveOptions,
): Promise<void> {
	const { showSaveFilePicker } = window;
	const worker = showSaveFilePicker && !withoutDialog ? undefined : await savingWorker();
	if (worker && sizeBytes > IN_MEMORY_MIN) {
		try {
			await saveByWorker(make, name, { worker, signal });
			return;
		} catch (error) {
			if (!(error instanceof WorkerSilent)) throw error;
		}
	}
	if (sizeBytes <= IN_MEMORY_MAX) {
		const zip = await new Response(make()).blob();
		signal.throwIfAborted();
		saveBlob(zip.slice(0, zip.size, 'application/zip'), name);
	} else if (showSaveFilePicker) {
		const handle = await inPress(() => showSaveFilePicker({ suggestedName: name })).catch(
			notChosen,
		);
		await make().pipeTo(await handle.createWritable(), { signal });
	} else throw new TooLargeToSave();
}

/** The person closed the browser's own dialog. */
function notChosen(error: unknown): never {
	if (error instanceof DOMException && error.name === 'AbortError') throw new SaveCancelled();
	throw error;
}

declare global {
	interface Window {
		/** Chromium's File System Access API. */
		readonly showSaveFilePicker?: (options: {
			suggestedName: string;
		}) => Promise<FileSystemFileHandle>;
	}
}
