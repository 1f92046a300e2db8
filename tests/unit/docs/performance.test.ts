import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { targets, type Target } from '../../bench/targets.ts';

const PAGE = join(import.meta.dirname, '../../../docs/performance.md');

// `npm run docs` draws the table again: it runs this file and updates what it compares with.
it('docs/performance.md names every benchmark with its reference and its target', async () => {
	const page = await readFile(PAGE, 'utf8');

	const drawn = page.replace(
		/(<!-- drawn: targets -->).*?(<!-- end -->)/s,
		(_, begin: string, end: string) => `${begin}\n\n${tableOf(targets)}\n\n${end}`,
	);

	expect(page).toMatch('<!-- drawn: targets -->');
	await expect(
		await format(drawn, { ...(await resolveConfig(PAGE)), filepath: PAGE }),
	).toMatchFileSnapshot(PAGE);
});

function tableOf(all: Readonly<Record<string, readonly Target[]>>): string {
	const rows = Object.entries(all).flatMap(([name, lines]) =>
		lines.map(
			({ what, reference, target }) => `| \`${name}\` | ${what} | ${reference} | ${target} |`,
		),
	);
	return [
		'| Benchmark | What is measured | Against, in the same run | Target |',
		'|--|--|--|--|',
		...rows,
	].join('\n');
}
