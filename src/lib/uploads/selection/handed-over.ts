/** A file that was handed to the installed app rather than chosen on a page. It is kept on this device until it is stored or discarded. */
export interface HandedOver {
	/** Tells it from every other one of this device. */
	readonly id: string;
	readonly name: string;
	/** Lets the upload go on after a reload. */
	readonly handle?: FileSystemFileHandle;
	/** To be called in answer to a press: the browser may ask. Undefined where the file cannot be read. */
	readonly open: () => Promise<File | undefined>;
	/** It is in the vault, or not wanted: it need not be kept any more. */
	readonly forget: () => Promise<void>;
}
