import { receipt } from '$lib/uploads/batch/receipt';
import type { Failure } from '$lib/uploads/transfer/failure';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
	bench,
	ended,
	FakeServer,
	FakeStore,
	files,
	kinds,
	renewServer,
	server,
	target,
	type Bench,
	type UploadRequest,
} from './queue-bench';

beforeEach(renewServer);

describe('after a reload', () => {
	const content = 'content';
	async function interrupted(store: FakeStore): Promise<Bench> {
		const before = bench(store);
		before.hold = () => new Promise(() => undefined);
		await before.queue.open('me');
		before.queue.add(files('a.txt', 'b.txt'), target);
		await vi.waitFor(() => expect(before.posts).toHaveLength(2));
		await vi.waitFor(() => expect([...store.tasks.values()][0]?.get(1)?.uploadId).toBeDefined());
		server.answer = function (this: FakeServer, name: string, request: UploadRequest) {
			if (name !== 'completeUploads') return FakeServer.prototype.answer.call(this, name, request);
			return {
				files: request.uploads.map(({ uploadId }) => {
					return { uploadId, outcome: 'failed', code: 'not_uploaded' };
				}),
			};
		};
		const after = bench(store);
		await after.queue.open('me');
		server.answer = FakeServer.prototype.answer.bind(server);
		return after;
	}

	it('goes on when the same files are chosen again, as the same uploads', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');
		expect(kinds(batch)).toEqual(['file-needed', 'file-needed']);

		const again = [...files('b.txt', 'a.txt').files];
		const found = queue.chooseAgain(batch, again);
		await ended(batch);

		expect(found).toBe(2);
		expect(receipt(batch)).toBe('2 files stored');
		const refs = server.calls
			.filter(({ name }) => name === 'beginUploads')
			.flatMap(({ request }) => request.files.map(({ ref }) => ref));
		expect(new Set(refs).size).toBe(2);
	});

	it('goes on with what is found again of any batch, and names it', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');
		const again = files('other.txt', 'a.txt').files;

		expect(queue.goOnWith(again)).toEqual([again[1]]);

		await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored', 'file-needed']));
	});

	it('takes a file that was saved again since, as another upload, and none of another size', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');
		const [before] = batch.tasks.map(({ ref }) => ref);

		const changed = new File([content], 'a.txt', { lastModified: 2 });
		const longer = new File([`${content}!`], 'b.txt', { lastModified: 1 });
		const found = queue.chooseAgain(batch, [
			{ file: changed, folders: [] },
			{ file: longer, folders: [] },
		]);

		expect(found).toBe(1);
		await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored', 'file-needed']));
		expect(batch.tasks[0]?.ref).not.toBe(before);
		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
	});

	async function reloadedWith(failure: Failure): Promise<Bench> {
		const store = new FakeStore();
		const before = bench(store);
		await before.queue.open('me');
		server.refused.add('a.txt');
		await ended(before.queue.add(files('a.txt'), target));
		const kept = () => [...store.tasks.values()][0];
		await vi.waitFor(() => expect(kept()?.get(0)?.end?.kind).toBe('failed'));
		for (const [order, task] of kept() ?? []) {
			kept()?.set(order, { ...task, end: { kind: 'failed', failure } });
		}
		before.queue.close();
		renewServer();
		const after = bench(store);
		await after.queue.open('me');
		return after;
	}

	it('asks for the file of a failure that is retried: no empty one is sent in its place', async () => {
		const { queue, posts } = await reloadedWith({ code: 'quota_exceeded' });
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		queue.retry(batch.failed);

		await vi.waitFor(() => expect(kinds(batch)).toEqual(['file-needed']));
		expect(server.count('beginUploads')).toBe(0);
		queue.chooseAgain(batch, files('a.txt').files);
		await ended(batch);
		expect(posts).toEqual(['a.txt']);
		expect(receipt(batch)).toBe('1 file stored');
	});

	it('leaves a failure from before as it is when the network is back: its file is not at hand', async () => {
		const { queue } = await reloadedWith({ code: 'offline' });
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		window.dispatchEvent(new Event('online'));
		await new Promise((resolve) => setTimeout(resolve));

		expect(kinds(batch)).toEqual(['failed']);
		expect(server.count('beginUploads')).toBe(0);
	});

	it('gives back the room of what is given up', async () => {
		const { queue } = await interrupted(new FakeStore());
		const [batch] = queue.batches;
		if (batch === undefined) throw new Error('nothing was kept');

		queue.dismiss(batch);

		await vi.waitFor(() => expect(server.count('abortUploads')).toBe(1));
		expect(server.calls.at(-1)?.request.uploadIds).toHaveLength(2);
	});
});

describe('a file that cannot be read', () => {
	it('is opened as it is now where the browser knows where it is', async () => {
		const { queue } = bench();
		const batch = queue.add(files('a.txt'), target);
		await ended(batch);
		const [task] = batch.tasks;
		if (task === undefined) throw new Error('one file was chosen');
		task.fail({ code: 'file_unreadable' });
		const now = new File(['content'], 'a.txt', { lastModified: 5 });
		task.handle = { getFile: () => Promise.resolve(now) } as FileSystemFileHandle;

		expect(batch.filesToChoose).toEqual([task]);
		queue.retry([task]);

		await vi.waitFor(() => expect(kinds(batch)).toEqual(['stored']));
		expect(task.file).toBe(now);
	});
});
