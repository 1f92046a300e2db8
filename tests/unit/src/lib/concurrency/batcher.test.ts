import { Batcher } from '$lib/concurrency/batcher';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function batcher(more: { quiet?: () => boolean; oneAtATime?: boolean; counts?: number[] } = {}) {
	const calls: number[][] = [];
	const answers: (() => void)[] = [];
	const { counts = [], ...options } = more;
	const subject = new Batcher<number, number>({
		ask: async (questions) => {
			calls.push([...questions]);
			if (options.oneAtATime) await new Promise<void>((resolve) => answers.push(resolve));
			return questions.map((question) => question * 10);
		},
		countFor: (call) => counts[call] ?? 3,
		idleMs: 250,
		...options,
	});
	return { subject, calls, answerNext: () => answers.shift()?.() };
}

it('asks as soon as enough wait', async () => {
	const { subject, calls } = batcher();

	const answers = await Promise.all([1, 2, 3].map((question) => subject.add(question)));

	expect(answers).toEqual([10, 20, 30]);
	expect(calls).toEqual([[1, 2, 3]]);
});

it('asks for fewer when nothing has come for a while', async () => {
	const { subject, calls } = batcher();
	const answer = subject.add(1);

	await vi.advanceTimersByTimeAsync(249);
	expect(calls).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);

	expect(await answer).toBe(10);
});

it('does not wait where no other question is coming, but takes along those of the same turn', async () => {
	const { subject, calls } = batcher({ quiet: () => true });
	void subject.add(1);
	void subject.add(2);

	await vi.advanceTimersByTimeAsync(0);

	expect(calls).toEqual([[1, 2]]);
});

it('lets the first call leave with few and the next with many', async () => {
	const { subject, calls } = batcher({ counts: [1, 2] });

	for (const question of [1, 2, 3, 4, 5, 6]) void subject.add(question);
	await vi.advanceTimersByTimeAsync(0);

	expect(calls).toEqual([[1], [2, 3], [4, 5, 6]]);
});

it('gathers while a call is under way, where calls go one after the other', async () => {
	const { subject, calls, answerNext } = batcher({ oneAtATime: true, counts: [1] });
	void subject.add(1);
	void subject.add(2);
	void subject.add(3);
	await vi.advanceTimersByTimeAsync(1000);
	expect(calls).toEqual([[1]]);

	answerNext();
	await vi.advanceTimersByTimeAsync(250);

	expect(calls).toEqual([[1], [2, 3]]);
});

it('takes a question back that is aborted while it waits, and leaves the others', async () => {
	const { subject, calls } = batcher();
	const controller = new AbortController();
	const aborted = subject.add(1, controller.signal);
	void subject.add(2);

	controller.abort();

	await expect(aborted).rejects.toHaveProperty('name', 'AbortError');
	await vi.advanceTimersByTimeAsync(250);
	expect(calls).toEqual([[2]]);
});

it('fails each question of a call that fails, and no other', async () => {
	let fails = true;
	const subject = new Batcher<number, number>({
		ask: (questions) =>
			fails ? Promise.reject(new Error('down')) : Promise.resolve([...questions]),
		countFor: () => 2,
		idleMs: 1,
	});

	const first = await Promise.allSettled([subject.add(1), subject.add(2)]);
	fails = false;
	const second = await Promise.all([subject.add(3), subject.add(4)]);

	expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(second).toEqual([3, 4]);
});
