import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot, shownRows, type Row } from './shown-rows.ts';

const HANDS = ['keys', 'mouse', 'touch'];

/** The tests of a row, by file and title; of a title that is made of parts one part will do. */
function titled(row: Row): readonly { readonly path: string; readonly title: string }[] {
	const named = (row.cells.at(-1) ?? '').matchAll(/`(tests\/[^`]+)`(?: _(.+?)_(?=,|$))?/g);
	return [...named].map(([, path = '', title = '']) => ({ path, title }));
}

/** Tests that a row names and that are not in their file. */
function missingOf(row: Row): readonly string[] {
	return titled(row)
		.filter(
			({ path, title }) => !readFileSync(join(projectRoot, path), 'utf8').includes(title || '\0'),
		)
		.map(({ path, title }) => `${path}: ${title || 'without a title'}`);
}

describe('docs/hands.md', () => {
	const rows = shownRows('docs/hands.md');

	it('names tests by titles that are in their files', () => {
		expect(rows.flatMap(missingOf)).toEqual([]);
	});

	it('says of each thing how it is done by each hand, once', () => {
		const byThing = Map.groupBy(rows, ({ cells: [what = ''] }) => what);
		const strange = [...byThing].filter(([, those]) => {
			const hands = those.flatMap(({ cells: [, by = ''] }) => by.split(', '));
			return hands.toSorted().join() !== HANDS.join();
		});

		expect(byThing.size).toBeGreaterThan(40);
		expect(strange.map(([what]) => what)).toEqual([]);
	});
});

describe('what reads it', () => {
	it.each([
		['`tests/unit/docs/hands.test.ts` _names tests by titles_', []],
		[
			'`tests/unit/docs/hands.test.ts` _a title of' + ' nothing_, `tests/unit/docs/hands.test.ts`',
			[
				'tests/unit/docs/hands.test.ts: a title of' + ' nothing',
				'tests/unit/docs/hands.test.ts: without a title',
			],
		],
	])('finds of %s the missing ones', (cell, missing) => {
		expect(missingOf({ page: '', cells: ['a', 'keys', 'so', cell] })).toEqual(missing);
	});
});
