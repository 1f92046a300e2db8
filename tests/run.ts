/**
 * `npm test`: every check of the project, one after the other, all of them even when one fails, and
 * a plain closing line. `npm test -- NAME…` runs only the named steps.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, packageFunctions, type BuildOptions } from '../local/build.ts';

interface Step {
	readonly name: string;
	/** Answers the exit code; what it tells of its tests is written to the file. */
	readonly run: (reportFile: string) => Promise<number>;
	/** Reads how many tests the step ran; without it the step counts as one. */
	readonly count?: (reportFile: string) => Promise<Count>;
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

const steps: readonly Step[] = [
	{ name: 'format', run: command('prettier', '--check', '--log-level', 'warn', '.') },
	{ name: 'build', run: product(buildSite) },
	{ name: 'lint', run: command('eslint', '--max-warnings', '0', '.') },
	{ name: 'types', run: command('npm', 'run', '--silent', 'check') },
	{ name: 'unused', run: command('knip') },
	{ name: 'package', run: product(packageFunctions) },
	vitest('unit', 'web', 'node'),
	vitest('integration', 'integration'),
	{
		name: 'browser',
		run: command('playwright', 'test', '--config', 'tests/e2e/playwright.config.ts'),
		count: async (file) => {
			const { stats } = JSON.parse(await readFile(file, 'utf8')) as {
				stats: { expected: number; unexpected: number; flaky: number };
			};
			return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
		},
	},
];

function command(program: string, ...parts: string[]): Step['run'] {
	return (reportFile) => {
		const child = spawn(
			program,
			parts.map((part) => part.replace('REPORT', reportFile)),
			{
				stdio: ['ignore', 'inherit', 'inherit'],
				env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
			},
		);
		return new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('exit', (code) => {
				resolve(code ?? 1);
			});
		});
	};
}

/** Made as the tests make it that need it, so that none of them makes it again. */
function product(make: (options: BuildOptions) => Promise<void>): Step['run'] {
	const options = { root: join(import.meta.dirname, '..'), log: console.log };
	return () =>
		make(options).then(
			() => 0,
			(error: unknown) => {
				console.error(error instanceof Error ? error.message : error);
				return 1;
			},
		);
}

async function outcome(step: Step, reports: string): Promise<Count> {
	const reportFile = join(reports, `${step.name}.json`);
	const code = await step.run(reportFile);
	const plain = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
	if (step.count === undefined) return plain;
	const counted = await step.count(reportFile).catch(() => plain);
	// A runner that failed outside its tests has failed all the same.
	return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
	console.error(`No step ${unknown.join(', ')}; there are ${steps.map((s) => s.name).join(', ')}.`);
	process.exit(2);
}

const reports = await mkdtemp(join(tmpdir(), 'cloudvault-test-'));
const lines: string[] = [];
let passed = 0;
let failed = 0;
for (const step of steps) {
	if (wanted.length > 0 && !wanted.includes(step.name)) continue;
	console.log(`\n── ${step.name}`);
	const started = performance.now();
	const count = await outcome(step, reports);
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	passed += count.passed;
	failed += count.failed;
	lines.push(
		`${count.failed === 0 ? '✓' : '✗'} ${step.name.padEnd(12)} ${String(count.passed)} passed, ${String(count.failed)} failed  (${seconds} s)`,
	);
}
await rm(reports, { recursive: true, force: true });

console.log(`\n${lines.join('\n')}\n`);
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
