import { it } from 'vitest';
import { targets, type Target } from '../../bench/targets.ts';
import { statementCounts } from '../../support/statement-counts.ts';
import { expectDrawn } from './drawn.ts';

it('docs/performance.md names every benchmark with its reference and its target', async () => {
	await expectDrawn('docs/performance.md', {
		targets: tableOf(targets),
		statements: statementTable(),
	});
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
