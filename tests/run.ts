/**
 * `npm test`: every check of the project, two at a time; all of them even when one fails, and a plain
 * closing line. `npm test -- NAME…` runs only the named steps.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, packageFunctions, type BuildOptions } from '../local/stack/build.ts';

interface Step {
	readonly name: string;
	/** What it tells of its tests is written to the file. */
	readonly run: (reportFile: string) => Promise<Ran>;
	/** Reads how many tests the step ran; without it the step counts as one. */
	readonly count?: (reportFile: string) => Promise<Count>;
}

interface Ran {
	readonly code: number;
	readonly output: string;
}

interface Count {
	readonly passed: number;
	readonly failed: number;
}

const vitest = (name: string, ...projects: string[]): Step => ({
	name,
	run: command(
		'vitest',
		'run',
		...projects.flatMap((project) => ['--project', project]),
		'--reporter=default',
		'--reporter=json',
		'--outputFile.json=REPORT',
	),
	count: async (file) => {
		const report = JSON.parse(await readFile(file, 'utf8')) as {
			numPassedTests: number;
			numFailedTests: number;
			numFailedTestSuites: number;
		};
		// A suite that does not even load has no failed test of its own.
		const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
		return { passed: report.numPassedTests, failed };
	},
});

/** Made as the tests make it that need it, so that none of them makes it again. */
const products: readonly Step[] = [
	{ name: 'build', run: product(buildSite) },
	{ name: 'package', run: product(packageFunctions) },
];

const browser: Step = {
	name: 'browser',
	run: command('playwright', 'test', '--config', 'tests/e2e/playwright.config.ts'),
	count: async (file) => {
		const { stats } = JSON.parse(await readFile(file, 'utf8')) as {
			stats: { expected: number; unexpected: number; flaky: number };
		};
		return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
	},
};

/** The longest first, so that no core waits for the last one. */
const checks: readonly Step[] = [
	browser,
	vitest('integration', 'integration'),
	{ name: 'lint', run: command('eslint', '--max-warnings', '0', '.') },
	vitest('unit', 'web', 'node'),
	{ name: 'types', run: command('npm', 'run', '--silent', 'check') },
	{ name: 'format', run: command('prettier', '--check', '--log-level', 'warn', '.') },
	{ name: 'unused', run: command('knip') },
];

function command(program: string, ...parts: string[]): Step['run'] {
	return (reportFile) => {
		const child = spawn(
			program,
			parts.map((part) => part.replace('REPORT', reportFile)),
			{
				stdio: ['ignore', 'pipe', 'pipe'],
				env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
			},
		);
		const output: Buffer[] = [];
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk: Buffer) => output.push(chunk));
		return new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code) => {
				resolve({ code: code ?? 1, output: Buffer.concat(output).toString() });
			});
		});
	};
}

function product(make: (options: BuildOptions) => Promise<void>): Step['run'] {
	const options = { root: join(import.meta.dirname, '..'), log: console.log };
	return () =>
		make(options).then(
			() => ({ code: 0, output: '' }),
			(error: unknown) => ({
				code: 1,
				output: error instanceof Error ? error.message : String(error),
			}),
		);
}

async function countOf(step: Step, code: number, reportFile: string): Promise<Count> {
	const plain = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
	if (step.count === undefined) return plain;
	const counted = await step.count(reportFile).catch(() => plain);
	// A runner that failed outside its tests has failed all the same.
	return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
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

async function take(step: Step): Promise<void> {
	const reportFile = join(reports, `${step.name}.json`);
	const started = performance.now();
	const { code, output } = await step.run(reportFile);
	const { passed, failed } = await countOf(step, code, reportFile);
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	const counted = `${String(passed)} passed, ${String(failed)} failed  (${seconds} s)`;
	// Two run at once: what a step has to say comes in one piece, when it has ended.
	console.log(`\n── ${step.name}\n${output}`);
	lines.push(`${failed === 0 ? '✓' : '✗'} ${step.name.padEnd(12)} ${counted}`);
	total.passed += passed;
	total.failed += failed;
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
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
