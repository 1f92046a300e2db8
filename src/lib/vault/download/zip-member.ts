import type { File } from '#contract/entries';

/** A file with its place in a zip. */
export interface ZipMember {
	/** Unique in the zip, its steps parted by `/`. */
	readonly path: string;
	readonly file: File;
}
