import { priceTable, type PriceLine } from '#contract/price-table';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { tables } from '../../../docs/costs/tables.ts';

const PAGE = join(import.meta.dirname, '../../../docs/costs.md');

// `npm run docs` draws the tables again: it runs this file and updates what it compares with.
it('docs/costs.md has the tables that the prices give', async () => {
	const page = await readFile(PAGE, 'utf8');

	const drawn = Object.entries(tables).reduce(
		(text, [name, table]) =>
			text.replace(
				new RegExp(`(<!-- drawn: ${name} -->).*?(<!-- end -->)`, 's'),
				(_, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
			),
		page,
	);

	const places = [...page.matchAll(/<!-- drawn: (\w+) -->/g)].map(([, name]) => name);
	expect(places.toSorted()).toEqual(Object.keys(tables).toSorted());
	await expect(
		await format(drawn, { ...(await resolveConfig(PAGE)), filepath: PAGE }),
	).toMatchFileSnapshot(PAGE);
});

it.each(Object.entries<PriceLine>(priceTable))(
	'%s says whence its figures are, and of when',
	(_, line) => {
		expect(line.source).toMatch(/^https:\/\/aws\.amazon\.com\//);
		for (const region of ['us-east-1', 'eu-central-1'] as const) {
			const [usd, comparedOn] = line[region];
			expect(usd).toBeGreaterThan(0);
			expect(comparedOn).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
		}
	},
);
