import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { drawHouse, roomGraph } from '../../../architecture/draw.ts';
import { houses } from '../../../architecture/houses.ts';
import { readImportGraph, root } from '../../../architecture/imports.ts';

// `npm run docs` draws the pictures again: it runs this file and updates what it compares with.
it('docs/architecture.md draws the rooms with the imports that are there', async () => {
	const file = join(root, 'docs/architecture.md');
	const graph = roomGraph(readImportGraph());
	const page = await readFile(file, 'utf8');

	const drawn = houses.reduce(
		(text, house) =>
			text.replace(
				new RegExp(`(<!-- drawn: ${house.path} -->).*?(<!-- end -->)`, 's'),
				(_, begin: string, end: string) => `${begin}\n\n${drawHouse(house, graph)}\n\n${end}`,
			),
		page,
	);

	expect(drawn.match(/^flowchart TD$/gm)).toHaveLength(3);
	await expect(
		await format(drawn, { ...(await resolveConfig(file)), filepath: file }),
	).toMatchFileSnapshot(file);
});
