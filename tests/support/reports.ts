/** What the reports of Vitest and Playwright say, in one shape for the closing lines of `npm test`. */
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Outcome {
	readonly passed: number;
	readonly failed: number;
	/** A line for each test that failed: where it is, its name, and the first line of what it said. */
	readonly failures: readonly string[];
	/** Lines like those of `failures`, of tests that failed once and passed when they were tried again. */
	readonly unsteady: readonly string[];
}

/** Of Vitest's `--reporter=json`. */
export interface VitestReport {
	readonly testResults: readonly {
		readonly name: string;
		readonly status: string;
		readonly message: string;
		readonly assertionResults: readonly {
			readonly status: string;
			readonly fullName: string;
			readonly failureMessages?: readonly string[] | null;
		}[];
	}[];
}

/** Of Playwright's `json` reporter. */
export interface PlaywrightReport {
	readonly suites: readonly PlaywrightSuite[];
	/** Of what no test is to blame for, such as a file that does not load. */
	readonly errors: readonly { readonly message?: string }[];
}

interface PlaywrightSuite {
	readonly title: string;
	readonly suites?: readonly PlaywrightSuite[];
	readonly specs: readonly {
		readonly title: string;
		readonly file: string;
		readonly tests: readonly {
			readonly projectName: string;
			readonly status: string;
			readonly results: readonly { readonly error?: { readonly message?: string } }[];
		}[];
	}[];
}

/** The files of which something failed, as Vitest takes them on its command line. */
export function failedFiles({ testResults }: VitestReport): string[] {
	return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/** `again` is the report of the files that failed the first time, where they were tried once more: it decides. */
export function outcomeOfVitest(
	root: string,
	first: VitestReport,
	again: VitestReport = { testResults: [] },
): Outcome {
	const latest = first.testResults.map(
		(file) => again.testResults.find(({ name }) => name === file.name) ?? file,
	);
	const failures = failuresOf(latest, root);
	const steadily = new Set(failures.map(({ test }) => test));
	return {
		passed: latest
			.flatMap(({ assertionResults }) => assertionResults)
			.filter(({ status }) => status === 'passed').length,
		failed: failures.length,
		failures: failures.map(({ line }) => line),
		unsteady: failuresOf(first.testResults, root)
			.filter(({ test }) => !steadily.has(test))
			.map(({ line }) => line),
	};
}

function failuresOf(
	files: VitestReport['testResults'],
	root: string,
): { test: string; line: string }[] {
	return files.flatMap(({ name, status, message, assertionResults }) => {
		const file = relative(root, name);
		const failed = assertionResults.filter((test) => test.status === 'failed');
		// A file that does not load, or whose hook fails, has no failed test of its own.
		if (failed.length === 0 && status === 'failed')
			return [{ test: file, line: lineOf(file, message) }];
		return failed.map(({ fullName, failureMessages }) => {
			const test = `${file} · ${fullName}`;
			return { test, line: lineOf(test, failureMessages?.[0]) };
		});
	});
}

export function outcomeOfPlaywright(report: PlaywrightReport): Outcome {
	const tests = report.suites.flatMap(testsOf);
	const failures = [
		...tests.filter(({ status }) => status === 'unexpected').map(({ line }) => line),
		...report.errors.map(({ message }) => lineOf('browser', message)),
	];
	return {
		passed: tests.filter(({ status }) => status === 'expected' || status === 'flaky').length,
		failed: failures.length,
		failures,
		unsteady: tests.filter(({ status }) => status === 'flaky').map(({ line }) => line),
	};
}

function testsOf(suite: PlaywrightSuite): { status: string; line: string }[] {
	const own = suite.specs.flatMap(({ title, file, tests }) =>
		tests.map(({ projectName, status, results }) => ({
			status,
			line: lineOf(
				`${file} · ${title} (${projectName})`,
				results.find(({ error }) => error !== undefined)?.error?.message,
			),
		})),
	);
	return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

function lineOf(test: string, message = ''): string {
	const [first = ''] = stripVTControlCharacters(message).trim().split('\n');
	return `${test} · ${first}`;
}
