import type { Call } from '$lib/api/call';
import { Search } from '$lib/vault/list/search.svelte';
import { expect, test } from 'vitest';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const result = (n: number) => {
	const createdAt = new Date(n).toISOString();
	const entry = { kind: 'folder', id: id(n), parentId: id(0), name: String(n), rev: 0, createdAt };
	return { entry: { ...entry, updatedAt: createdAt, trashedAt: null }, path: [] };
};

/** Answers in order, and the cursors that were sent. */
interface Answer {
	readonly results: readonly unknown[];
	readonly nextCursor: string | null;
	readonly count?: number;
	readonly more?: boolean;
}

function searchOf(answers: readonly Answer[]) {
	const cursors: unknown[] = [];
	const call = ((_endpoint: unknown, request: { cursor?: string }) => {
		cursors.push(request.cursor);
		const answer = answers[cursors.length - 1];
		return Promise.resolve({ count: answer?.results.length, more: false, ...answer });
	}) as unknown as Call;
	const search = new Search(call, { query: 'a', sort: 'best' });
	return { search, cursors };
}

test('asks on where an answer is empty and says that it is not over', async () => {
	const { search, cursors } = searchOf([
		{ results: [], nextCursor: 'x' },
		{ results: [result(1)], nextCursor: null },
	]);

	await search.list.refresh();

	expect(cursors).toEqual([undefined, 'x']);
	expect(search.list.entries).toHaveLength(1);
	expect(search.list.complete).toBe(true);
});

test('shows once what two answers bring, and no more than a hundred', async () => {
	const many = (from: number, to: number) =>
		Array.from({ length: to - from }, (_, i) => result(from + i));
	const { search } = searchOf([
		{ results: many(0, 60), nextCursor: 'x' },
		{ results: many(50, 120), nextCursor: 'y' },
	]);
	await search.list.refresh();

	await search.list.loadMore();

	expect(search.list.entries.map((entry) => entry.id)).toEqual(
		many(0, 100).map(({ entry }) => entry.id),
	);
	expect(search.list.complete).toBe(true);
});

test.each<[Answer, string]>([
	[{ results: [result(1)], nextCursor: null }, '1 result'],
	[{ results: [result(1), result(2)], nextCursor: null }, '2 results'],
	[
		{ results: Array.from({ length: 100 }, (_, i) => result(i)), nextCursor: null, count: 431 },
		'431 results, the first 100 are shown',
	],
	[
		{
			results: Array.from({ length: 100 }, (_, i) => result(i)),
			nextCursor: null,
			count: 1000,
			more: true,
		},
		'More than 1,000 results, the first 100 are shown',
	],
])('says how many there are: %#', async (answer, words) => {
	const { search } = searchOf([answer]);

	await search.list.refresh();

	expect(search.countWords).toBe(words);
});

test('knows which results have been moved since, each time anew', async () => {
	const path = [{ id: id(0), name: 'Files' }];
	const found = { ...result(1), path };
	const { search } = searchOf([{ results: [found], nextCursor: null }]);
	await search.list.refresh();
	expect(search.moved).toBe('');
	const [entry] = search.list.entries;
	if (entry === undefined) throw new Error('nothing was found');

	search.list.accept(search.list.placing([{ ...entry, parentId: id(7), rev: 1 }]));

	expect(search.moved).toBe(`${id(1)} 1`);
	expect(search.placeOf({ ...entry, parentId: id(7) })).toBe('');
});
