import { ApiError } from '$lib/errors/api-error';
import { receipt } from '$lib/uploads/batch/receipt';
import { TransferError } from '$lib/uploads/transfer/transfer-error';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bench, ended, FakeStore, files, kinds, renewServer, server, target } from './queue-bench';

beforeEach(renewServer);

describe('many files', () => {
	it('asks the vault at most 20 times about 1,000 small ones, and posts each once', async () => {
		const { queue, posts } = bench();
		const names = Array.from({ length: 1000 }, (_, index) => `${String(index)}.txt`);

		const batch = queue.add(files(...names), target);
		await ended(batch);

		expect(batch.count('stored')).toBe(1000);
		expect(new Set(posts).size).toBe(1000);
		expect(posts).toHaveLength(1000);
		expect(server.calls.length).toBeLessThanOrEqual(20);
		const begins = server.calls.filter(({ name }) => name === 'beginUploads');
		expect(Math.max(...begins.map(({ request }) => request.files.length))).toBeLessThanOrEqual(500);
	});

	it('sends twelve at a time at most', async () => {
		const test = bench();
		let flying = 0;
		let most = 0;
		test.hold = async () => {
			most = Math.max(most, (flying += 1));
			await new Promise((resolve) => setTimeout(resolve));
			flying -= 1;
		};

		await ended(test.queue.add(files(...Array.from({ length: 60 }, () => 'image.jpg')), target));

		expect(most).toBe(12);
	});

	it('takes sixty files of one name in one go without a question', async () => {
		const { queue } = bench();

		const batch = queue.add(files(...Array.from({ length: 60 }, () => 'image.jpg')), target);
		await ended(batch);

		expect(receipt(batch)).toBe('60 files stored');
	});
});

describe('receipts', () => {
	it('are there for every chosen file, whatever became of it', async () => {
		const { queue } = bench();
		server.refused.add('big.bin');

		const batch = queue.add(files('a.txt', 'big.bin', '..', 'b.txt'), target);
		await ended(batch);

		expect(kinds(batch)).toEqual(['stored', 'failed', 'failed', 'stored']);
		expect(receipt(batch)).toBe('2 files stored, 2 failed');
		expect(batch.fraction).toBe(1);
		expect(server.calls[0]?.request.batch.fileCount).toBe(3);
	});

	it('turn to stored when what failed is retried, and what is stored stays so', async () => {
		const { queue, posts } = bench();
		server.refused.add('b.txt');
		const batch = queue.add(files('a.txt', 'b.txt'), target);
		await ended(batch);

		server.refused.clear();
		queue.retry(batch.tasks);
		await ended(batch);

		expect(receipt(batch)).toBe('2 files stored');
		expect(posts).toEqual(['a.txt', 'b.txt']);
	});

	it('survive a reload, for their owner alone', async () => {
		const store = new FakeStore();
		const first = bench(store);
		await first.queue.open('me');
		server.refused.add('b.txt');
		await ended(first.queue.add(files('a.txt', 'b.txt'), target));
		await vi.waitFor(() => expect([...store.tasks.values()][0]?.get(1)?.end?.kind).toBe('failed'));

		const second = bench(store);
		await second.queue.open('me');
		const stranger = bench(store);
		await stranger.queue.open('another owner');

		expect(second.queue.batches.map(receipt)).toEqual(['1 file stored, 1 failed']);
		expect(stranger.queue.batches).toEqual([]);
	});

	it('are gone for good once they are put away', async () => {
		const { queue, store } = bench();
		await queue.open('me');
		const batch = queue.add(files('a.txt'), target);
		await ended(batch);

		queue.dismiss(batch);

		await vi.waitFor(() => expect(store.batches.size).toBe(0));
		expect(queue.batches).toEqual([]);
	});

	it('are given where the browser keeps nothing, too', async () => {
		const { queue, store } = bench();
		store.denied = true;
		await queue.open('me');

		const batch = queue.add(files('a.txt'), target);
		await ended(batch);

		expect(receipt(batch)).toBe('1 file stored');
	});
});

it('goes on by itself with what could not be reached, once the line is back', async () => {
	const test = bench();
	await test.queue.open('me');
	test.hold = () => Promise.reject(new TransferError(0));
	const batch = test.queue.add(files('a.txt'), target);
	await ended(batch);
	expect(kinds(batch)).toEqual(['failed']);

	test.hold = undefined;
	window.dispatchEvent(new Event('online'));
	await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored']));
});

it('keeps every file where the session has ended, to be retried after signing in', async () => {
	const { queue } = bench();
	server.fail(new ApiError('unauthenticated'));
	const batch = queue.add(files('a.txt', 'b.txt'), target);
	await ended(batch);
	expect(receipt(batch)).toBe('2 files failed');

	queue.retry(batch.tasks);
	await ended(batch);

	expect(receipt(batch)).toBe('2 files stored');
});

it('asks before the tab is closed while files are on their way, and only then', async () => {
	const test = bench();
	let release: () => void = () => undefined;
	test.hold = () => new Promise((resolve) => (release = resolve));
	const leaving = () => {
		const event = new Event('beforeunload', { cancelable: true });
		window.dispatchEvent(event);
		return event.defaultPrevented;
	};
	const batch = test.queue.add(files('a.txt'), target);
	await vi.waitFor(() => expect(test.posts).toHaveLength(1));
	expect(leaving()).toBe(true);

	release();
	await ended(batch);

	expect(leaving()).toBe(false);
});

it('tells its listeners of each file that is stored, with what it came from', async () => {
	const { queue } = bench();
	const heard: (string | undefined)[] = [];
	const stop = queue.listen({ stored: (_file, source) => heard.push(source && 'source') });

	await ended(queue.add(files('a.txt'), target));
	await vi.waitFor(() => expect(heard).toEqual(['source']));
	stop();
	await ended(queue.add(files('b.txt'), target));

	expect(heard).toHaveLength(1);
});

it('tells of folders it has made, empty ones too, and names those that cannot be', async () => {
	const { queue } = bench();
	const made: string[] = [];
	queue.listen({ foldersMade: (folderId) => made.push(folderId) });

	const batch = queue.add(
		{ files: [], emptyFolders: [['Day 1'], ['Day 2', '..']], unreadable: [] },
		target,
	);
	await vi.waitFor(() => expect(made).toEqual([target.folderId]));

	expect(batch.refusedFolders).toEqual([
		{ folders: ['Day 2', '..'], failure: { code: 'bad_name', reason: 'reserved' } },
	]);
});
