import type { Path } from '#contract/entries';

export interface FoundFolder {
	readonly id: string;
	readonly name: string;
	/** To the folder it lies in. */
	readonly path: Path;
}
