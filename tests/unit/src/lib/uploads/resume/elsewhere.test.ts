import { receipt } from '$lib/uploads/batch/receipt';
import type { UnfinishedUpload } from '$lib/uploads/resume/elsewhere.svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id } from '../fake-upload-ports';
import {
	bench,
	FakeServer,
	FakeStore,
	files,
	renewServer,
	server,
	target,
	type UploadRequest,
} from '../queue/queue-bench';

beforeEach(renewServer);

describe('unfinished uploads of another device', () => {
	const old = new Date(Date.now() - 3_600_000).toISOString();
	const unfinished = (n: number, name: string, createdAt = old): UnfinishedUpload => {
		const ids = { uploadId: id(n), batchId: id(n + 100), ref: id(n + 200), parentId: id(1) };
		return { ...ids, name, sizeBytes: 7, createdAt, expiresAt: createdAt };
	};

	it('are shown, but for those of this device and those that began just now', async () => {
		const store = new FakeStore();
		const before = bench(store);
		await before.queue.open('me');
		const own = before.queue.add(files('own.txt'), target);
		await vi.waitFor(() => expect(store.batches.size).toBe(1));
		before.queue.close();

		const { queue, ...test } = bench(store);
		test.unfinished.push(
			{ ...unfinished(1, 'own.txt'), batchId: own.head.id },
			unfinished(2, 'now.txt', new Date().toISOString()),
			unfinished(3, 'other.txt'),
		);
		await queue.open('me');

		await vi.waitFor(() =>
			expect(queue.elsewhere.list.map(({ name }) => name)).toEqual(['other.txt']),
		);
		queue.close();
		expect(queue.elsewhere.list).toEqual([]);
	});

	it('go on here when their file is chosen, and are discarded when it is asked', async () => {
		const test = bench();
		test.unfinished.push(unfinished(1, 'a.txt'), unfinished(2, 'b.txt'));
		await test.queue.open('me');
		await vi.waitFor(() => expect(test.queue.elsewhere.list).toHaveLength(2));

		expect(test.queue.goOnElsewhere(files('a.txt', 'c.txt').files)).toBe(1);
		await vi.waitFor(() => expect(test.queue.batches.map(receipt)).toEqual(['1 file stored']));
		await test.queue.elsewhere.discardAll();

		expect(test.queue.elsewhere.list).toEqual([]);
		const given = server.calls
			.filter(({ name }) => name === 'abortUploads')
			.flatMap(({ request }) => request.uploadIds);
		expect(given.toSorted()).toEqual([id(1), id(2)]);
	});

	it('are read page by page, and the rest when those of the first look are gone', async () => {
		const test = bench();
		const count = 55;
		for (let n = 1; n <= count; n++) test.unfinished.push(unfinished(n, `${String(n)}.txt`));
		await test.queue.open('me');
		await vi.waitFor(() => expect(test.queue.elsewhere.list).toHaveLength(50));
		expect(test.queue.elsewhere.hasMore).toBe(true);
		server.answer = function (this: FakeServer, name: string, request: UploadRequest) {
			const given = request.uploadIds;
			test.unfinished = test.unfinished.filter(({ uploadId }) => !given.includes(uploadId));
			return FakeServer.prototype.answer.call(this, name, request);
		};

		await test.queue.elsewhere.discardAll();

		expect(test.unfinished).toEqual([]);
		expect(test.queue.elsewhere.hasMore).toBe(false);
	});
});
