/**
 * `npm run bench`: every benchmark, or those named. Prints a table, writes `bench.json`, and never
 * fails by the clock: a ratio that misses its target is shown, and a person decides.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { ROUNDS, type Pace, type Result } from './compare.ts';
import { keepMeasured, type Machine, type Measured } from './measured.ts';
import { amount, isMet, times } from './present.ts';
import { targets, type BenchmarkName } from './targets.ts';

const QUICK_ROUNDS = 2;

/** Each is loaded when it runs: some bring a browser along. */
const benchmarks: Readonly<Record<BenchmarkName, (pace: Pace) => Promise<Result[]>>> = {
	sign: async (pace) => (await import('./sign.ts')).benchSign(pace),
	cold: async (pace) => (await import('./cold.ts')).benchCold(pace),
	flood: async (pace) => (await import('./flood.ts')).benchFlood(pace),
	people: async (pace) => (await import('./people.ts')).benchPeople(pace),
	totals: async (pace) => (await import('./totals.ts')).benchTotals(pace),
	listing: async (pace) => (await import('./listing.ts')).benchListing(pace),
	search: async (pace) => (await import('./search.ts')).benchSearch(pace),
	move: async (pace) => (await import('./move.ts')).benchMove(pace),
	purge: async (pace) => (await import('./purge.ts')).benchPurge(pace),
	api: async (pace) => (await import('./api.ts')).benchApi(pace),
	reconcile: async (pace) => (await import('./reconcile.ts')).benchReconcile(pace),
	fsck: async (pace) => (await import('./fsck.ts')).benchFsck(pace),
	weight: async () => (await import('./weight.ts')).benchWeight(),
	'upload-small': async (pace) => (await import('./upload-small.ts')).benchUploadSmall(pace),
	'upload-large': async (pace) => (await import('./upload-large.ts')).benchUploadLarge(pace),
	thumbs: async (pace) => (await import('./thumbs.ts')).benchThumbs(pace),
	resume: async (pace) => (await import('./resume.ts')).benchResume(pace),
	zip: async (pace) => (await import('./zip.ts')).benchZip(pace),
	start: async (pace) => (await import('./start.ts')).benchStart(pace),
	ui: async (pace) => (await import('./ui.ts')).benchUi(pace),
	gallery: async (pace) => (await import('./gallery.ts')).benchGallery(pace),
	lcp: async (pace) => (await import('./lcp.ts')).benchLcp(pace),
};

const NAMES = Object.keys(benchmarks).join(', ');

const HELP = `Usage: npm run bench [-- NAME… [--quick] [--rounds N] [--keep]]

Measures each benchmark, or those named, against its reference, prints a table and writes bench.json. It never fails by the clock.
With --quick it takes about a minute each: fewer rounds, and less in each; --rounds says how many, of ${String(ROUNDS)}. With --keep the figures go into docs/measured.json, of which
\`npm run docs\` draws docs/measured.md. What each measures stands in docs/performance.md.

Benchmarks: ${NAMES}

Example: npm run bench -- sign --quick`;

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		help: { type: 'boolean' },
		quick: { type: 'boolean', default: false },
		rounds: { type: 'string' },
		keep: { type: 'boolean', default: false },
	},
});
if (options.help === true) {
	console.log(HELP);
	process.exit(0);
}

const wanted = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const unknown = wanted.find((name) => !isBenchmark(name));
if (unknown !== undefined) {
	console.error(`No benchmark ${unknown}; there are ${NAMES}.`);
	process.exit(2);
}

const machine: Machine = {
	cores: availableParallelism(),
	processor: cpus()[0]?.model ?? 'unknown',
	memoryBytes: totalmem(),
	node: process.version,
};
console.log(`${String(machine.cores)} cores of ${machine.processor}, Node ${machine.node}`);

const usual = options.quick ? QUICK_ROUNDS : ROUNDS;
const pace: Pace = { quick: options.quick, rounds: Number(options.rounds ?? usual) };
if (!(Number.isSafeInteger(pace.rounds) && pace.rounds > 0)) {
	console.error(`--rounds takes a whole number from 1; it was ${String(options.rounds)}.`);
	process.exit(2);
}
const measured: Partial<Record<BenchmarkName, Measured>> = {};
for (const name of wanted.filter(isBenchmark)) {
	const [before = 0] = loadavg();
	for (const { what, reference, target } of targets[name])
		console.log(`${name}: ${what}; against ${reference}; target ${target}`);
	const results = await benchmarks[name](pace);
	const [after = 0] = loadavg();
	console.log(`${name}: load ${before.toFixed(1)} before, ${after.toFixed(1)} after`);
	const on = new Date().toISOString().slice(0, 10);
	const run = { on, machine, pace, load: { before, after }, results };
	measured[name] = run;
	if (options.keep) await keepMeasured(name, run);
}

console.table(
	Object.values(measured)
		.flatMap(({ results }) => results)
		.map((result) => ({
			what: result.what,
			ours: amount(result.ours, result.unit),
			reference: amount(result.reference, result.unit),
			'quicker, lighter by': times(result.ratio),
			'min–max': `${times(result.ratioMin)} – ${times(result.ratioMax)}`,
			target: times(result.targetRatio),
			met: isMet(result),
		})),
);
await writeFile('bench.json', `${JSON.stringify(measured, null, '\t')}\n`);

function isBenchmark(name: string): name is BenchmarkName {
	return Object.hasOwn(benchmarks, name);
}
