import { selectionOfFiles, type Selection } from './selection';

/** Takes what was chosen; not called where nothing was. */
type Begin = (selection: Selection) => void;

/** Asks for files. To be called in answer to a press, like its kin. */
export async function openFilePicker(begin: Begin): Promise<void> {
	hand(await chosenBy({ multiple: true }), begin);
}

/** Asks for a folder: everything below it comes along, under its own folders. */
export async function openFolderPicker(begin: Begin): Promise<void> {
	hand(await chosenBy({ webkitdirectory: true }), begin);
}

/** On a phone: takes a picture or a film. Elsewhere it is a file picker for those. */
export async function openCamera(begin: Begin): Promise<void> {
	hand(await chosenBy({ accept: 'image/*,video/*', camera: true }), begin);
}

function hand(files: readonly File[], begin: Begin): void {
	if (files.length > 0) begin(selectionOfFiles(files));
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
