import { uploadQueue } from '../../app/this-tab';
import type { Target } from '../batch/upload-batch.svelte';
import { selectionOfFiles } from './selection';

/** Asks for files and begins to upload them. To be called in answer to a press, like its kin. */
export async function openFilePicker(target: Target): Promise<void> {
	begin(await chosenBy({ multiple: true }), target);
}

/** Asks for a folder: everything below it comes along, under its own folders. */
export async function openFolderPicker(target: Target): Promise<void> {
	begin(await chosenBy({ webkitdirectory: true }), target);
}

/** On a phone: takes a picture or a film. Elsewhere it is a file picker for those. */
export async function openCamera(target: Target): Promise<void> {
	begin(await chosenBy({ accept: 'image/*,video/*', camera: true }), target);
}

function begin(files: readonly File[], target: Target): void {
	if (files.length > 0) uploadQueue.add(selectionOfFiles(files), target);
}

type Wish = Partial<Pick<HTMLInputElement, 'multiple' | 'webkitdirectory' | 'accept'>> & {
	/** The camera at the back, at once. Without one it is a file picker. */
	readonly camera?: boolean;
};

/** What the person chose; nothing where they thought better of it. */
export function chosenBy({ camera = false, ...wish }: Wish): Promise<readonly File[]> {
	const input = Object.assign(document.createElement('input'), { type: 'file', ...wish });
	// As an attribute: not every browser that heeds it has a property for it.
	if (camera) input.setAttribute('capture', 'environment');
	const { promise, resolve } = Promise.withResolvers<readonly File[]>();
	// Safari forgets an input that is not in the page, and the choice with it.
	input.hidden = true;
	document.body.append(input);
	input.addEventListener('change', () => resolve([...(input.files ?? [])]));
	input.addEventListener('cancel', () => resolve([]));
	input.click();
	return promise.finally(() => input.remove());
}
