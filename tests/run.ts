/**
 * `npm test`: every check of the project, two at a time; all of them even when one fails, and a plain
 * closing line. `npm test -- NAME…` runs only the named steps.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, packageFunctions, type BuildOptions } from '../local/stack/build.ts';
import {
	failedFiles,
	outcomeOfPlaywright,
	outcomeOfVitest,
	type Outcome,
	type PlaywrightReport,
	type VitestReport,
} from './support/reports.ts';

interface Step {
	readonly name: string;
	/** What it tells of its tests is written to files in the folder. */
	readonly run: (reports: string) => Promise<Ran>;
}

interface Ran {
	readonly code: number;
	readonly output: string;
	/** Without it the step counts as one test. */
	readonly outcome?: Outcome;
}

const root = join(import.meta.dirname, '..');

/** Files that failed are tried once more, by themselves: one that passes then is unsteady, and told as such. */
const vitest = (name: string, ...projects: string[]): Step => ({
	name,
	async run(reports) {
		const once = async (report: string, files: readonly string[] = []) => {
			const ran = await command('vitest', [
				'run',
				...files,
				...projects.flatMap((project) => ['--project', project]),
				'--reporter=default',
				'--reporter=json',
				`--outputFile.json=${report}`,
			]);
			return { ...ran, report: await readJson<VitestReport>(report) };
		};
		const first = await once(join(reports, `${name}.json`));
		if (first.report === undefined) return first;
		const files = failedFiles(first.report);
		if (files.length === 0) return { ...first, outcome: outcomeOfVitest(root, first.report) };
		const again = await once(join(reports, `${name}-again.json`), files);
		return {
			code: again.code,
			output: `${first.output}\n── ${name}, what failed once more\n${again.output}`,
			outcome: outcomeOfVitest(root, first.report, again.report),
		};
	},
});

/** Made as the tests make it that need it, so that none of them makes it again. */
const products: readonly Step[] = [
	{ name: 'build', run: product(buildSite) },
	{ name: 'package', run: product(packageFunctions) },
];

const browser: Step = {
	name: 'browser',
	async run(reports) {
		const report = join(reports, 'browser.json');
		const ran = await command(
			'playwright',
			['test', '--config', 'tests/e2e/playwright.config.ts', '--retries', '1'],
			{ PLAYWRIGHT_JSON_OUTPUT_FILE: report },
		);
		const told = await readJson<PlaywrightReport>(report);
		return { ...ran, ...(told !== undefined && { outcome: outcomeOfPlaywright(told) }) };
	},
};

/** The longest first, so that no core waits for the last one. */
const checks: readonly Step[] = [
	browser,
	vitest('integration', 'integration'),
	{ name: 'lint', run: () => command('eslint', ['--max-warnings', '0', '.']) },
	vitest('unit', 'web', 'node'),
	{ name: 'types', run: () => command('npm', ['run', '--silent', 'check']) },
	{ name: 'format', run: () => command('prettier', ['--check', '--log-level', 'warn', '.']) },
	{ name: 'unused', run: () => command('knip') },
];

function command(
	program: string,
	parts: readonly string[] = [],
	environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
	const child = spawn(program, parts, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...environment },
	});
	const output: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => output.push(chunk));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			resolve({ code: code ?? 1, output: Buffer.concat(output).toString() });
		});
	});
}

/** Undefined where the program ended before it wrote its report. */
async function readJson<T>(file: string): Promise<T | undefined> {
	const text = await readFile(file, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as T);
}

function product(make: (options: BuildOptions) => Promise<void>): Step['run'] {
	const options = { root, log: console.log };
	return () =>
		make(options).then(
			() => ({ code: 0, output: '' }),
			(error: unknown) => ({
				code: 1,
				output: error instanceof Error ? error.message : String(error),
			}),
		);
}

/** A runner that failed outside its tests has failed all the same. */
function judge({ code, outcome }: Ran): Outcome {
	const plain = outcome ?? { passed: code === 0 ? 1 : 0, failed: 0, failures: [], unsteady: [] };
	return code !== 0 && plain.failed === 0 ? { ...plain, failed: 1 } : plain;
}

const wanted = process.argv.slice(2);
const names = [...products, ...checks].map(({ name }) => name);
if (wanted.includes('--help')) {
	console.log(`Usage: npm test [-- STEP…]

Runs every check of the project, or the named steps alone, and prints "N passed, N failed".

Steps: ${names.join(', ')}

Example: npm test -- unit browser`);
	process.exit(0);
}
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
	console.error(`No step ${unknown.join(', ')}; there are ${names.join(', ')}.`);
	process.exit(2);
}

const reports = await mkdtemp(join(tmpdir(), 'cloudvault-test-'));
const lines: string[] = [];
const total = { passed: 0, failed: 0 };
const failures: string[] = [];
const unsteady: string[] = [];

async function take(step: Step): Promise<void> {
	const started = performance.now();
	const ran = await step.run(reports);
	const outcome = judge(ran);
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	const counted = `${String(outcome.passed)} passed, ${String(outcome.failed)} failed  (${seconds} s)`;
	// Two run at once: what a step has to say comes in one piece, when it has ended.
	console.log(`\n── ${step.name}\n${ran.output}`);
	lines.push(`${outcome.failed === 0 ? '✓' : '✗'} ${step.name.padEnd(12)} ${counted}`);
	total.passed += outcome.passed;
	total.failed += outcome.failed;
	failures.push(...outcome.failures);
	unsteady.push(...outcome.unsteady);
}

/** Takes the steps in their order, as many at a time as there are cores for, and never more than two. */
async function takeAll(steps: readonly Step[]): Promise<void> {
	const queue = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).values();
	const lane = async (): Promise<void> => {
		for (const step of queue) await take(step);
	};
	await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
}

await takeAll(products);
await takeAll(checks);
await rm(reports, { recursive: true, force: true });

console.log(`\n${lines.join('\n')}\n`);
for (const line of failures) console.log(`failed    ${line}`);
for (const line of unsteady) console.log(`unsteady  ${line}`);
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
