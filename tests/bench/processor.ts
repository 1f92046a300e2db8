import { readdir, readFile } from 'node:fs/promises';

/** Ticks in a second of what `/proc` tells: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Seconds of processor by part of the product, such as `S3, gateway and sign-in` or `page`. */
export type ProcessorSeconds = Readonly<Record<string, number>>;

/**
 * Seconds of processor that this process and those it started have taken so far, by part. A process that has ended is no longer among
 * them. Linux alone tells; elsewhere it is only this process. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export async function processorSeconds(): Promise<ProcessorSeconds> {
	const { user, system } = process.cpuUsage();
	const taken: Record<string, number> = { 'servers of the stack': (user + system) / 1e6 };
	const ids = (await readdir('/proc').catch(() => [])).map(Number).filter((id) => id > 0);
	const processes = new Map((await Promise.all(ids.map(readProcess))).map((one) => [one.id, one]));
	for (const { id, part, seconds } of processes.values()) {
		if (id === process.pid || !isBelowUs(id, processes)) continue;
		taken[part] = (taken[part] ?? 0) + seconds;
	}
	return taken;
}

/** What was taken between two answers; parts that took next to nothing are left out. */
export function processorBetween(before: ProcessorSeconds, after: ProcessorSeconds) {
	return Object.fromEntries(
		Object.entries(after)
			.map(([part, seconds]) => [part, seconds - (before[part] ?? 0)] as const)
			.filter(([, seconds]) => seconds >= 0.02)
			.toSorted(([, a], [, b]) => b - a),
	);
}

/** `6.1: page 2.3, database 0.1` */
export function processorWords(taken: ProcessorSeconds): string {
	const sum = Object.values(taken).reduce((total, seconds) => total + seconds, 0);
	const parts = Object.entries(taken).map(([part, seconds]) => `${part} ${seconds.toFixed(2)}`);
	return `${sum.toFixed(2)}: ${parts.join(', ')}`;
}

interface Process {
	readonly id: number;
	readonly parent: number;
	readonly part: string;
	readonly seconds: number;
}

async function readProcess(id: number): Promise<Process> {
	const read = (file: string) => readFile(`/proc/${String(id)}/${file}`, 'utf8').catch(() => '');
	const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
	// After the name, which may hold anything: the state, the parent, and as 12th and 13th the ticks.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [, parent = 0] = fields.map(Number);
	const ticks = Number(fields[11]) + Number(fields[12]);
	return { id, parent, part: partOf(command), seconds: ticks / TICKS };
}

function partOf(command: string): string {
	if (command.includes('--type=renderer')) return 'page';
	if (command.includes('chrom')) return 'browser around it';
	if (command.includes('mariadbd') || command.includes('mysqld')) return 'database';
	const bundle = /\/functions\/runtime\.ts\0[^\0]*\0lambdas\/([^/\0]+)/.exec(command)?.[1];
	return bundle === undefined ? 'everything else' : `function ${bundle}`;
}

function isBelowUs(id: number, processes: ReadonlyMap<number, Process>): boolean {
	let above: number | undefined = id;
	while (above !== undefined && above !== process.pid) above = processes.get(above)?.parent;
	return above === process.pid;
}
