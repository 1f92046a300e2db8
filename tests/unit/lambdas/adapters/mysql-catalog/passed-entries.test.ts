import { describe, expect, test } from 'vitest';
import { PassedEntries } from '../../../../../lambdas/adapters/mysql-catalog/passed-entries.ts';
import type { Walk } from '../../../../../lambdas/ports/search.ts';

const GRAM = Buffer.from('alp');
const whole: Walk = {
	parts: [{ kind: 'text', text: 'alpha' }],
	at: 'anywhere',
	type: undefined,
	atOnce: 200,
	passed: 2000,
};
const beginnings: Walk = { ...whole, at: 'beginnings', atOnce: 100, passed: 1000 };
const stretch = { ids: ['a', 'b'], reached: 'c' };

describe('what a walk has passed', () => {
	test.each<[string, Walk, typeof stretch | undefined]>([
		['is known to one for word beginnings', beginnings, stretch],
		['is known to one of a type', { ...beginnings, type: 'folder' }, stretch],
		['is another of other parts', { ...beginnings, parts: [] }, undefined],
		['is too little for one that passes more', { ...beginnings, passed: 2001 }, undefined],
		['is too much for one that takes fewer at once', { ...beginnings, atOnce: 2 }, undefined],
		['lies before one that goes on', { ...beginnings, after: 'c' }, undefined],
	])('%s', (_, walk, expected) => {
		const passed = new PassedEntries();
		passed.add(whole, GRAM, stretch);

		expect(passed.of(walk, GRAM)?.ids).toEqual(expected?.ids);
		expect(passed.of(walk, Buffer.from('lph'))).toBeUndefined();
	});

	test.each<[string, Walk, readonly string[]]>([
		['by a walk for word beginnings alone', beginnings, ['a']],
		['by a walk that was cut short', { ...whole, atOnce: 2 }, ['a', 'b']],
		['by a walk that went on', { ...whole, after: 'z' }, ['a']],
		['by a walk of one type', { ...whole, type: 'folder' }, ['a']],
	])('is not all there is %s', (_, walk, ids) => {
		const passed = new PassedEntries();
		passed.add(walk, GRAM, { ids, reached: 'c' });

		expect(passed.of(beginnings, GRAM)).toBeUndefined();
	});

	test('is all there is where the walk has ended, however many were to be passed', () => {
		const passed = new PassedEntries();
		passed.add(whole, GRAM, { ids: ['a'], reached: undefined });

		expect(passed.of({ ...beginnings, passed: 9000 }, GRAM)).toMatchObject({
			ids: ['a'],
			reached: undefined,
		});
	});
});
