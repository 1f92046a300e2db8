/**
 * `npm run bench`: every benchmark, or those named. Prints a table, writes `bench.json`, and never
 * fails by the clock: a ratio that misses its target is shown, and a person decides.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { benchCold } from './cold.ts';
import type { Result } from './compare.ts';
import { benchFlood } from './flood.ts';
import { benchLcp } from './lcp.ts';
import { benchSign } from './sign.ts';
import { benchTotals } from './totals.ts';
import { benchWeight } from './weight.ts';

const benchmarks: Readonly<Record<string, () => Promise<Result[]>>> = {
	sign: benchSign,
	cold: benchCold,
	flood: benchFlood,
	totals: benchTotals,
	weight: benchWeight,
	lcp: benchLcp,
};

const HELP = `Usage: npm run bench [-- NAME…]

Measures each benchmark, or those named, against its reference, prints a table and writes bench.json. It never fails by the clock.

Benchmarks: ${Object.keys(benchmarks).join(', ')}

Example: npm run bench -- sign`;

if (process.argv.includes('--help')) {
	console.log(HELP);
	process.exit(0);
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
const machine = `${String(availableParallelism())} cores, load ${loadavg()
	.map((load) => load.toFixed(1))
	.join(' ')}, Node ${process.version}`;
console.log(machine);

const results: Result[] = [];
for (const name of wanted) {
	const benchmark = benchmarks[name];
	if (benchmark === undefined) {
		console.error(`No benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}.`);
		process.exit(2);
	}
	results.push(...(await benchmark()));
}

const amount = (value: number, unit: Result['unit']) =>
	unit === 'ms' ? `${value.toFixed(1)} ms` : `${(value / 1000).toFixed(1)} kB`;
const times = (value: number) => `${value.toFixed(2)}×`;
console.table(
	results.map((result) => ({
		what: result.what,
		ours: amount(result.ours, result.unit),
		reference: amount(result.reference, result.unit),
		'quicker, lighter by': times(result.ratio),
		'min–max': `${times(result.ratioMin)} – ${times(result.ratioMax)}`,
		target: times(result.targetRatio),
		met: result.ratio >= result.targetRatio,
	})),
);
await writeFile('bench.json', `${JSON.stringify({ machine, results }, null, '\t')}\n`);
