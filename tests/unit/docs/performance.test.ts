import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { targets, type Target } from '../../bench/targets.ts';
import { statementCounts } from '../../support/statement-counts.ts';

const PAGE = join(import.meta.dirname, '../../../docs/performance.md');

// `npm run docs` draws the table again: it runs this file and updates what it compares with.
it('docs/performance.md names every benchmark with its reference and its target', async () => {
	const page = await readFile(PAGE, 'utf8');

	const tables = { targets: tableOf(targets), statements: statementTable() };
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

function statementTable(): string {
	const rows = Object.entries(statementCounts).map(
		([verb, { one, hundred }]) =>
			`| \`${verb}\` | ${String(one.statements)} | ${String(hundred.statements)} | ${String(hundred.transactions)} |`,
	);
	return [
		'| Verb | Statements, one file | A hundred files | Transactions, each with one lock |',
		'|--|--:|--:|--:|',
		...rows,
	].join('\n');
}
