import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Start {
	/** The file that exports `handler`. */
	readonly file: string;
	/** All of it: nothing is inherited. */
	readonly environment: Readonly<Record<string, string>>;
	readonly event: object;
}

export interface FirstAnswer {
	/** From the first line of the process, in milliseconds. What Node takes until then is the same for all, and on Lambda it is not ours. */
	readonly tookMs: number;
	/** Of the processor until then, all threads of the process together: steady beside other work. */
	readonly processorMs: number;
	readonly answer: unknown;
}

/** So that no function thinks its time is nearly up, in milliseconds. */
const REMAINING_MS = 900_000;

/** Loads a function in a new process and calls it once. */
export async function firstAnswer({ file, environment, event }: Start): Promise<FirstAnswer> {
	const context = `{ awsRequestId: 'bench', getRemainingTimeInMillis: () => ${String(REMAINING_MS)} }`;
	const program = [
		'const [started, used] = [performance.now(), process.cpuUsage()];',
		`const { handler } = await import(${JSON.stringify(file)});`,
		`const answer = await handler(${JSON.stringify(event)}, ${context});`,
		'const tookMs = performance.now() - started;',
		'const { user, system } = process.cpuUsage(used);',
		'const told = { tookMs, processorMs: (user + system) / 1000, answer };',
		"process.stdout.write('\\n' + JSON.stringify(told), () => process.exit(0));",
	];
	const args = ['--input-type=module', '-e', program.join('\n')];
	const { stdout } = await run(process.execPath, args, { env: { ...environment } });
	return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as FirstAnswer;
}
