import { priceTable, type PriceLine } from '#contract/price-table';
import { expect, it } from 'vitest';
import { tables } from '../../../docs/costs/tables.ts';
import { expectDrawn } from './drawn.ts';

it('docs/costs.md has the tables that the prices give', async () => {
	await expectDrawn('docs/costs.md', tables);
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
