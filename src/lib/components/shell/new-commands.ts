/** What the New button offers; each acts on the folder the person is in. */
export interface NewCommands {
	/** Files as picked; those of a picked folder carry their path in `webkitRelativePath`. */
	readonly upload: (files: readonly File[]) => void;
	readonly newFolder: () => void;
}
