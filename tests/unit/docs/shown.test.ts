import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot as ROOT, shownRows, type Row } from './shown-rows.ts';

const PAGES = ['docs/reliability.md', 'docs/security.md', 'docs/asvs.md', 'docs/hands.md'];

/** What may show a promise: a test, or a file that tests alone use to look for what must not be. */
const SHOWS =
	/^tests\/(?:(?:campaigns|e2e|faults|iac|integration|unit)\/.*(?:\.test\.ts|\/)|iac\/checks\/[\w-]+\.ts|integration\/access\/[\w-]+\.ts|support\/database\.ts)$/;
/** How a row begins that no test shows: then its cell before says why. */
const REASON = /\b(?:not applicable|not met|not measured|not tested|not ours)\b/i;

const testsIn = (cell: string): readonly string[] =>
	[...cell.matchAll(/`(tests\/[^`]+)`/g)].map(([, path = '']) => path);

/** What is wrong with a row, if anything. */
function faultOf({ cells }: Row): string | undefined {
	const shown = testsIn(cells.at(-1) ?? '');
	if (shown.length === 0) {
		return REASON.test(cells.at(-2) ?? '') ? undefined : 'names no test and no reason';
	}
	const strange = shown.filter((path) => !SHOWS.test(path) || !hasTests(path));
	return strange.length === 0 ? undefined : `names no test: ${strange.join(', ')}`;
}

function hasTests(path: string): boolean {
	if (!path.endsWith('/')) return globSync(path, { cwd: ROOT }).length > 0;
	return globSync(`${path}**/*.test.ts`, { cwd: ROOT }).length > 0;
}

describe.each(PAGES)('%s', (page) => {
	const rows = shownRows(page);

	it('has tables of what is shown by which test', () => {
		expect(rows.length).toBeGreaterThan(20);
	});

	it('names in each row a test that is there, or the reason why none is', () => {
		const faults = rows.flatMap((row) => {
			const fault = faultOf(row);
			return fault === undefined ? [] : [`${row.cells[0] ?? ''}: ${fault}`];
		});
		expect(faults).toEqual([]);
	});
});

/** How many requirements of level 1 and 2 each section of ASVS 5.0.0 has, by the numbers they have. */
const LEVEL_2: Readonly<Record<string, readonly number[]>> = {
	'1.1': [1, 2],
	'1.2': [1, 2, 3, 4, 5, 6, 7, 8, 9],
	'1.3': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
	'1.4': [1, 2, 3],
	'1.5': [1, 2],
	'2.1': [1, 2, 3],
	'2.2': [1, 2, 3],
	'2.3': [1, 2, 3, 4],
	'2.4': [1],
	'3.2': [1, 2],
	'3.3': [1, 2, 3, 4],
	'3.4': [1, 2, 3, 4, 5, 6],
	'3.5': [1, 2, 3, 4, 5],
	'3.7': [1, 2],
	'4.1': [1, 2, 3],
	'4.2': [1],
	'4.3': [1, 2],
	'4.4': [1, 2, 3, 4],
	'5.1': [1],
	'5.2': [1, 2, 3],
	'5.3': [1, 2],
	'5.4': [1, 2, 3],
	'6.1': [1, 2, 3],
	'6.2': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
	'6.3': [1, 2, 3, 4],
	'6.4': [1, 2, 3, 4],
	'6.5': [1, 2, 3, 4, 5],
	'6.6': [1, 2, 3],
	'6.8': [1, 2, 3, 4],
	'7.1': [1, 2, 3],
	'7.2': [1, 2, 3, 4],
	'7.3': [1, 2],
	'7.4': [1, 2, 3, 4, 5],
	'7.5': [1, 2],
	'7.6': [1, 2],
	'8.1': [1, 2],
	'8.2': [1, 2, 3],
	'8.3': [1],
	'8.4': [1],
	'9.1': [1, 2, 3],
	'9.2': [1, 2, 3, 4],
	'10.1': [1, 2],
	'10.2': [1, 2],
	'10.3': [1, 2, 3, 4],
	'10.4': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
	'10.5': [1, 2, 3, 4, 5],
	'10.6': [1, 2],
	'10.7': [1, 2, 3],
	'11.1': [1, 2],
	'11.2': [1, 2, 3],
	'11.3': [1, 2, 3],
	'11.4': [1, 2, 3, 4],
	'11.5': [1],
	'11.6': [1],
	'12.1': [1, 2, 3],
	'12.2': [1, 2],
	'12.3': [1, 2, 3, 4],
	'13.1': [1],
	'13.2': [1, 2, 3, 4, 5],
	'13.3': [1, 2],
	'13.4': [1, 2, 3, 4, 5],
	'14.1': [1, 2],
	'14.2': [1, 2, 3, 4],
	'14.3': [1, 2, 3],
	'15.1': [1, 2, 3],
	'15.2': [1, 2, 3],
	'15.3': [1, 2, 3, 4, 5, 6, 7],
	'16.1': [1],
	'16.2': [1, 2, 3, 4, 5],
	'16.3': [1, 2, 3, 4],
	'16.4': [1, 2, 3],
	'16.5': [1, 2, 3],
	'17.1': [1],
	'17.2': [1, 2, 3, 4],
	'17.3': [1, 2],
};

describe('docs/asvs.md', () => {
	it('has each requirement of levels 1 and 2 of ASVS 5.0.0 once, and no other', () => {
		const expected = Object.entries(LEVEL_2).flatMap(([section, numbers]) =>
			numbers.map((n) => `${section}.${String(n)}`),
		);
		expect(shownRows('docs/asvs.md').map(({ cells }) => cells[0])).toEqual(expected);
	});
});

describe('the figures of docs/asvs.md', () => {
	const rows = shownRows('docs/asvs.md').map(({ cells: [id = '', how = '', shown = ''] }) => ({
		id,
		how,
		isShown: testsIn(shown).length > 0,
	}));
	const count = (fits: (row: (typeof rows)[number]) => boolean) => String(rows.filter(fits).length);

	it('are those of its rows, there and in docs/security.md', () => {
		const shown = count(({ isShown }) => isShown);
		const absent = count(({ how }) => how.startsWith('not applicable'));
		const others = count(({ how }) => /not ours|not tested/.test(how));
		const unmet = rows.filter(({ how }) => how.includes('not met')).map(({ id }) => id);
		const said = `${shown} are shown by tests, ${absent} are about what is not here`;
		const asvs = readFileSync(join(ROOT, 'docs/asvs.md'), 'utf8');
		const security = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

		expect(asvs).toContain(
			`Of ${String(rows.length)} requirements ${said}, and ${others} are decided`,
		);
		expect(asvs).toContain(`Not met: ${unmet.join(', ')}.`);
		expect(security).toContain(`of ${String(rows.length)}, ${said}, ${others} are decided`);
		expect(security).toContain(`and ${String(unmet.length)} are not met`);
	});
});

describe('what reads these pages', () => {
	it.each([
		[['a', 'it waits', '`tests/faults/storage.test.ts`'], undefined],
		[['a', 'it waits', '–'], 'names no test and no reason'],
		[['a', 'not applicable: there is none', '–'], undefined],
		[['a', 'it waits', '`tests/faults/gone.test.ts`'], 'names no test: tests/faults/gone.test.ts'],
		[['a', 'it waits', '`tests/support/people.ts`'], 'names no test: tests/support/people.ts'],
	])('takes the row %j for %s', (cells, fault) => {
		expect(faultOf({ page: '', cells })).toBe(fault);
	});
});
