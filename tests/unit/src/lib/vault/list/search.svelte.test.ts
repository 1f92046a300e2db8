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
function searchOf(answers: readonly { results: readonly unknown[]; nextCursor: string | null }[]) {
	const cursors: unknown[] = [];
	const call = ((_endpoint: unknown, request: { cursor?: string }) => {
		cursors.push(request.cursor);
		return Promise.resolve(answers[cursors.length - 1]);
	}) as unknown as Call;
	const search = new Search(call, 'a', undefined);
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
