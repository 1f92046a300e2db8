import { expect, it } from 'vitest';
import { readMeasured, type Measured } from '../../bench/measured.ts';
import { amount, isMet, times } from '../../bench/present.ts';
import { targets } from '../../bench/targets.ts';
import { expectDrawn } from './drawn.ts';

const kept: Readonly<Record<string, Measured>> = await readMeasured();
/** In the order of the benchmarks. */
const runs = Object.keys(targets).flatMap((name) => {
	const run = kept[name];
	return run === undefined ? [] : [[name, run] as const];
});

it('docs/measured.md shows every kept figure', async () => {
	await expectDrawn('docs/measured.md', { measured: figures(), runs: machines() });
});

it('a run of every benchmark is kept', () => {
	expect(Object.keys(kept).toSorted()).toEqual(Object.keys(targets).toSorted());
});

function figures(): string {
	const rows = runs.flatMap(([name, { results }]) =>
		results.map((result) =>
			row(
				`\`${name}\``,
				result.what,
				amount(result.ours, result.unit),
				amount(result.reference, result.unit),
				`${times(result.ratio)} (${times(result.ratioMin)} – ${times(result.ratioMax)})`,
				times(result.targetRatio),
				isMet(result) ? 'yes' : '**no**',
			),
		),
	);
	return [
		row('Benchmark', 'What', 'Ours', 'Reference', 'Quicker, lighter by', 'Target', 'Met'),
		'|--|--|--:|--:|--:|--:|--|',
		...rows,
	].join('\n');
}

function machines(): string {
	const rows = runs.map(([name, run]) =>
		row(`\`${name}\``, run.on, thoroughness(run), load(run), machine(run)),
	);
	return [row('Benchmark', 'On', 'Rounds', 'Load', 'Machine'), '|--|--|--:|--:|--|', ...rows].join(
		'\n',
	);
}

function thoroughness({ pace: { rounds, quick } }: Measured): string {
	return quick ? `${String(rounds)}, quick` : String(rounds);
}

function load({ load: { before, after } }: Measured): string {
	return `${before.toFixed(1)}, ${after.toFixed(1)}`;
}

function machine({ machine: { cores, processor, memoryBytes, node } }: Measured): string {
	const gib = Math.round(memoryBytes / 2 ** 30);
	return `${String(cores)} cores of ${processor}, ${String(gib)} GiB, Node ${node}`;
}

function row(...cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
