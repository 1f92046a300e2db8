import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pace, Result } from './compare.ts';
import type { BenchmarkName } from './targets.ts';

/** The machine of a run: ratios travel from one to another, milliseconds do not. */
export interface Machine {
	readonly cores: number;
	readonly processor: string;
	readonly memoryBytes: number;
	/** With its `v`: `v24.21.0`. */
	readonly node: string;
}

/** One run of one benchmark. */
export interface Measured {
	/** A day, `2026-12-01`. */
	readonly on: string;
	readonly machine: Machine;
	readonly pace: Pace;
	/** Mean number of processes that ran or waited in the minute before it, and in its last. */
	readonly load: { readonly before: number; readonly after: number };
	readonly results: readonly Result[];
}

export type MeasuredByName = Readonly<Partial<Record<BenchmarkName, Measured>>>;

const FILE = join(import.meta.dirname, '../../docs/measured.json');

/** The kept run of each benchmark, of which `npm run docs` draws docs/measured.md. */
export async function readMeasured(): Promise<MeasuredByName> {
	return JSON.parse(await readFile(FILE, 'utf8')) as MeasuredByName;
}

/** Keeps a run in place of the one before; those of other benchmarks stay. */
export async function keepMeasured(name: BenchmarkName, measured: Measured): Promise<void> {
	const kept = { ...(await readMeasured()), [name]: measured };
	await writeFile(FILE, `${JSON.stringify(kept, rounded, '\t')}\n`);
}

/** Four digits tell all that a run does. */
function rounded(_key: string, value: unknown): unknown {
	return typeof value === 'number' && !Number.isInteger(value)
		? Number(value.toPrecision(4))
		: value;
}
