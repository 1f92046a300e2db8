import { numberedName } from '#contract/names';
import { describe, expect, test } from 'vitest';
import { foldName } from '../../../../lambdas/domain/fold-name.ts';
import { freeNames, type TakenNames } from '../../../../lambdas/domain/free-names.ts';

/** Of a folder of these names. */
function takenIn(names: readonly string[]): TakenNames {
	const folded = new Set(names.map(foldName));
	return (asked) => Promise.resolve(asked.map(foldName).filter((name) => folded.has(name)));
}

const series = (name: string, from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, i) => numberedName(name, from + i));

describe('free names', () => {
	test('stay as they are, and get the next number where they are taken', async () => {
		const taken = takenIn(['a.txt', 'a (1).txt', 'b']);

		const free = await freeNames(['A.txt', 'a.txt', 'c', 'c', 'b'], taken);

		expect(free).toEqual(['A (2).txt', 'a (3).txt', 'c', 'c (1)', 'b (1)']);
	});

	test('fill a gap that is near', async () => {
		const taken = takenIn(['a', ...series('a', 1, 9), ...series('a', 11, 20)]);

		expect(await freeNames(['a', 'a'], taken)).toEqual(['a (10)', 'a (21)']);
	});

	test.each([63, 64, 65, 127, 128, 1000, 6680, 1_000_003])(
		'among %i namesakes are the next ones, by a handful of questions',
		async (count) => {
			let questions = 0;
			const numberOf = (name: string) => Number(/\((\d+)\)/.exec(name)?.[1] ?? 0);

			const free = await freeNames(['a.txt', 'a.txt'], (names) => {
				questions += 1;
				return Promise.resolve(names.filter((name) => numberOf(name) <= count));
			});

			expect(free).toEqual(series('a.txt', count + 1, count + 2));
			expect(questions).toBeLessThanOrEqual(8);
		},
	);

	test('are a window for one question', async () => {
		let questions = 0;
		const taken = takenIn(['a']);

		const free = await freeNames(
			Array.from({ length: 64 }, () => 'a'),
			(names) => {
				questions += 1;
				return taken(names);
			},
		);

		expect(free).toEqual(series('a', 1, 64));
		expect(questions).toBe(2);
	});

	test('are not looked for without end', async () => {
		const all: TakenNames = (names) => Promise.resolve(names.map(foldName));

		await expect(freeNames(['a'], all)).rejects.toThrow('more namesakes than a folder can have');
	});

	test('are free also where gaps lie between the namesakes', async () => {
		const there = ['a', ...series('a', 1, 5000).filter((_, i) => i < 100 || i % 7 !== 0)];
		const taken = takenIn(there);

		const free = await freeNames(
			Array.from({ length: 500 }, () => 'a'),
			taken,
		);

		expect(new Set([...free, ...there]).size).toBe(500 + there.length);
	});
});
