import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Expects a page to hold just these tables, each between `<!-- drawn: NAME -->` and `<!-- end -->`. `npm run docs` draws them again: it
 * runs the tests of this folder and updates what they compare with.
 */
export async function expectDrawn(
	page: string,
	tables: Readonly<Record<string, string>>,
): Promise<void> {
	const path = join(ROOT, page);
	const text = await readFile(path, 'utf8');

	const drawn = Object.entries(tables).reduce(
		(before, [name, table]) =>
			before.replace(
				new RegExp(`(<!-- drawn: ${name} -->).*?(<!-- end -->)`, 's'),
				(_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
			),
		text,
	);

	const places = [...text.matchAll(/<!-- drawn: (\w+) -->/g)].map(([, name]) => name);
	expect(places.toSorted()).toEqual(Object.keys(tables).toSorted());
	await expect(
		await format(drawn, { ...(await resolveConfig(path)), filepath: path }),
	).toMatchFileSnapshot(path);
}
