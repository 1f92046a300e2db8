import { receipt } from '$lib/uploads/batch/receipt';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bench, ended, files, kinds, renewServer, server, target } from './queue-bench';

beforeEach(renewServer);

describe('cancelling', () => {
	it('stops what is under way, gives its room back and leaves the others alone', async () => {
		const test = bench();
		test.hold = (url, signal) =>
			url === 'a.txt'
				? new Promise((_, reject) => {
						signal.addEventListener('abort', () => reject(signal.reason as Error));
					})
				: Promise.resolve();
		const batch = test.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(batch.count('stored', 'sending')).toBe(2));
		const [first] = batch.tasks;
		if (!first) throw new Error('two files were chosen');

		test.queue.cancel([first]);
		await ended(batch);

		expect(kinds(batch)).toEqual(['cancelled', 'stored']);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(server.calls.at(-1)?.request.uploadIds).toEqual([first.uploadId]);
	});

	it('of a whole batch sends nothing more and needs one call', async () => {
		const test = bench();
		test.hold = (_url, signal) =>
			new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const names = Array.from({ length: 200 }, (_, index) => `${String(index)}.txt`);
		const batch = test.queue.add(files(...names), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(12));

		test.queue.cancel(batch.unfinished);

		expect(batch.count('cancelled')).toBe(200);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(test.posts).toHaveLength(12);
	});
});

describe('pausing', () => {
	it('holds what is on its way, keeps what was begun, and goes on as the same upload', async () => {
		const test = bench();
		test.hold = (_url, signal) =>
			new Promise((_resolve, reject) => {
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const batch = test.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(2));

		test.queue.pause(batch.tasks);

		expect(kinds(batch)).toEqual(['paused', 'paused']);
		expect(batch.movingCount).toBe(0);
		expect(batch.ended).toBe(false);
		expect(receipt(batch)).toBe('2 files paused');
		test.hold = undefined;
		test.queue.retry(batch.paused);
		await ended(batch);
		expect(receipt(batch)).toBe('2 files stored');
		expect(server.count('abortUploads')).toBe(0);
		const refs = server.calls
			.filter(({ name }) => name === 'beginUploads')
			.flatMap(({ request }) => request.files.map(({ ref }) => ref));
		expect(new Set(refs).size).toBe(2);
	});

	it('lets what has ended be, and what is cancelled while it is paused gives its room back', async () => {
		const test = bench();
		await ended(test.queue.add(files('a.txt'), target));
		test.hold = () => new Promise(() => undefined);
		const batch = test.queue.add(files('b.txt'), target);
		await vi.waitFor(() => expect(test.posts).toHaveLength(2));

		for (const { tasks } of test.queue.batches) test.queue.pause(tasks);
		expect(test.queue.batches.map(kinds)).toEqual([['stored'], ['paused']]);
		test.queue.cancel(batch.tasks);

		expect(kinds(batch)).toEqual(['cancelled']);
	});
});
