import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { shiftDate } from '../../../../local/clock/shift-date.ts';

/** What a script says in a world of its own, where it is a day later. */
function later(script: string): unknown {
	const source = `const earlier = new Date(0), RealDate = Date;
let offsetMs = 86_400_000;
(${shiftDate.toString()})(() => offsetMs);
${script}`;
	return runInNewContext(source);
}

test.each([
	['now', 'Math.abs(Date.now() - RealDate.now() - 86_400_000) < 1000'],
	['a new date', 'Math.abs(new Date() - RealDate.now() - 86_400_000) < 1000'],
	['the date as text', 'Math.abs(RealDate.parse(Date()) - RealDate.now() - 86_400_000) < 2000'],
	['a later move', 'offsetMs = 5e9; Math.abs(Date.now() - RealDate.now() - 5e9) < 1000'],
])('tells the shifted time: %s', (_, script) => {
	expect(later(script)).toBe(true);
});

test.each([
	[
		'a moment that is named',
		'new Date(1000).getTime() === 1000 && new Date(2026, 1).getMonth() === 1',
	],
	['parsing', "Date.parse('1970-01-01T00:00:01Z') === 1000 && Date.UTC(1970, 0) === 0"],
	['a date made before', 'earlier instanceof Date && earlier.constructor === Date'],
	['a date made after', 'new Date() instanceof Date && new Date().constructor === Date'],
	['a class made of it', 'new (class Day extends Date {})() instanceof Date'],
])('leaves as it is: %s', (_, script) => {
	expect(later(script)).toBe(true);
});
