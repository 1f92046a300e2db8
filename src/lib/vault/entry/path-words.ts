import type { Path } from '#contract/entries';
import { TOP_FOLDER_NAME } from './top-folder';

/** `Files / Reports / 2024`: the folder at the end of a path. */
export function pathWords(path: Path): string {
	return [TOP_FOLDER_NAME, ...path.slice(1).map((step) => step.name)].join(' / ');
}
