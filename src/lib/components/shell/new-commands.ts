/** What the New button offers; each acts on the folder the person is in. */
export interface NewCommands {
	readonly uploadFiles: () => void;
	readonly uploadFolder: () => void;
	readonly takePhoto: () => void;
	readonly newFolder: () => void;
}
