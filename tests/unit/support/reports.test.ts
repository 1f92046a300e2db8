import { describe, expect, it } from 'vitest';
import {
	failedFiles,
	outcomeOfPlaywright,
	outcomeOfVitest,
	type PlaywrightReport,
	type VitestReport,
} from '../../support/reports.ts';

const passed = { status: 'passed', fullName: 'a list is empty' };
const failed = {
	status: 'failed',
	fullName: 'a list has one row',
	failureMessages: ['\u001B[31mAssertionError: expected 2 to be 1\u001B[39m\n    at somewhere'],
};

const file = (name: string, ...assertionResults: (typeof passed)[]) => ({
	name: `/project/tests/${name}`,
	status: assertionResults.every(({ status }) => status === 'passed') ? 'passed' : 'failed',
	message: '',
	assertionResults,
});

const steady: VitestReport = { testResults: [file('a.test.ts', passed, passed)] };
const once: VitestReport = { testResults: [...steady.testResults, file('b.test.ts', failed)] };
const LINE = 'tests/b.test.ts · a list has one row · AssertionError: expected 2 to be 1';

describe('what Vitest reports', () => {
	it('has nothing to tell of tests that pass', () => {
		expect(outcomeOfVitest('/project', steady)).toEqual({
			passed: 2,
			failed: 0,
			failures: [],
			unsteady: [],
		});
	});

	it('names a test that failed, its file and the first line of what it said', () => {
		expect(outcomeOfVitest('/project', once)).toEqual({
			passed: 2,
			failed: 1,
			failures: [LINE],
			unsteady: [],
		});
	});

	it('counts a file whose hook failed, although none of its tests did', () => {
		const hook = { ...file('c.test.ts'), status: 'failed', message: 'Error: no server' };

		expect(failedFiles({ testResults: [hook] })).toEqual(['/project/tests/c.test.ts']);
		expect(outcomeOfVitest('/project', { testResults: [hook] })).toMatchObject({
			failed: 1,
			failures: ['tests/c.test.ts · Error: no server'],
		});
	});

	it('believes the second try, and tells a test that passed then as unsteady', () => {
		const again = { testResults: [file('b.test.ts', passed, passed)] };

		expect(failedFiles(once)).toEqual(['/project/tests/b.test.ts']);
		expect(outcomeOfVitest('/project', once, again)).toEqual({
			passed: 4,
			failed: 0,
			failures: [],
			unsteady: [LINE],
		});
	});

	it('does not call a test unsteady that fails both times', () => {
		expect(outcomeOfVitest('/project', once, once)).toMatchObject({
			failures: [LINE],
			unsteady: [],
		});
	});

	it('keeps the failure of a file that the second try does not tell of', () => {
		expect(outcomeOfVitest('/project', once, steady)).toMatchObject({ failures: [LINE] });
	});
});

describe('what Playwright reports', () => {
	const spec = (title: string, status: string) => ({
		title,
		file: 'list.test.ts',
		tests: [
			{ projectName: 'desk', status, results: [{}, { error: { message: 'Timed out\nlog' } }] },
		],
	});
	const report: PlaywrightReport = {
		errors: [],
		suites: [
			{
				title: 'list.test.ts',
				specs: [spec('opens', 'expected')],
				suites: [{ title: 'rows', specs: [spec('sorts', 'flaky'), spec('moves', 'unexpected')] }],
			},
		],
	};

	it('tells what failed and what is unsteady, in suites of any depth', () => {
		expect(outcomeOfPlaywright(report)).toEqual({
			passed: 2,
			failed: 1,
			failures: ['list.test.ts · moves (desk) · Timed out'],
			unsteady: ['list.test.ts · sorts (desk) · Timed out'],
		});
	});

	it('counts what no test is to blame for', () => {
		expect(
			outcomeOfPlaywright({ suites: [], errors: [{ message: 'SyntaxError: x' }] }),
		).toMatchObject({ passed: 0, failed: 1, failures: ['browser · SyntaxError: x'] });
	});
});
