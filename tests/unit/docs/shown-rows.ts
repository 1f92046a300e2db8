import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '../../..');

export interface Row {
	readonly page: string;
	readonly cells: readonly string[];
}

/** Rows of the tables of a page whose last column is called `Shown by`. */
export function shownRows(page: string): readonly Row[] {
	const rows: Row[] = [];
	let isShown = false;
	for (const line of readFileSync(join(projectRoot, page), 'utf8').split('\n')) {
		if (!line.startsWith('|')) {
			isShown = false;
			continue;
		}
		const cells = line
			.slice(1, -1)
			.split(/(?<!\\)\|/)
			.map((cell) => cell.trim());
		if (cells.at(-1) === 'Shown by') isShown = true;
		else if (isShown && !/^-+$/.test(cells[0] ?? '')) rows.push({ page, cells });
	}
	return rows;
}
