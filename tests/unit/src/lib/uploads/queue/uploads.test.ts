import { ApiError } from '$lib/errors/api-error';
import { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import { Uploads } from '$lib/uploads/queue/uploads.svelte';
import { selectionOfFiles } from '$lib/uploads/selection/selection';
import { describe, expect, it, vi } from 'vitest';
import { FakeUploadPorts, id } from '../fake-upload-ports';

const target = { folderId: id(1), folderName: 'Holiday' };
const chosen = () => selectionOfFiles([new File(['x'], 'a.txt')]);

function queue(): UploadQueue {
	const kept = () => Promise.resolve([]);
	const done = () => Promise.resolve();
	return new UploadQueue({
		uploads: new FakeUploadPorts().ports(),
		ensureFolders: () => Promise.resolve([]),
		listUnfinished: () => Promise.resolve({ uploads: [], nextCursor: null }),
		store: { save: done, saveTasks: done, load: kept, remove: done },
	});
}

function uploads() {
	const loading = Promise.withResolvers<UploadQueue>();
	const load = vi.fn(() => loading.promise);
	const failed = vi.fn();
	return { uploads: new Uploads({ load, failed }), loading, load, failed };
}

describe('uploads before their queue is loaded', () => {
	it('say at once that something was chosen, and take it when the queue is here', async () => {
		const { uploads: all, loading } = uploads();

		const added = all.add(chosen(), target);
		expect(all.preparing).toBe(true);
		expect(all.batches).toEqual([]);

		loading.resolve(queue());
		await added;
		expect(all.preparing).toBe(false);
		expect(all.batches.map((batch) => batch.tasks.map(({ name }) => name))).toEqual([['a.txt']]);
	});

	it('take nothing that was still looked at when the person signed out', async () => {
		const { uploads: all, loading, failed } = uploads();
		const signedOut = queue();
		loading.resolve(signedOut);
		const file = new File(['x'], 'a.txt');
		vi.spyOn(file, 'size', 'get').mockImplementation(() => {
			all.close();
			return 1;
		});
		await all.queue();

		await all.add(selectionOfFiles([file]), target);

		expect(all.batches).toEqual([]);
		expect(all.preparing).toBe(false);
		expect(failed).not.toHaveBeenCalled();
	});

	it('tell those who listened before of what is stored after', async () => {
		const { uploads: all, loading } = uploads();
		const stored = Promise.withResolvers<string>();
		all.listen({ stored: (file) => stored.resolve(file.kind) });

		loading.resolve(queue());
		await all.add(chosen(), target);

		expect(await stored.promise).toBe('file');
	});

	it('open for the person who has signed in meanwhile, and not for one who has left', async () => {
		const here = uploads();
		const gone = uploads();
		const queues = { here: queue(), gone: queue() };
		const opened = { here: vi.spyOn(queues.here, 'open'), gone: vi.spyOn(queues.gone, 'open') };

		here.uploads.open('ada');
		gone.uploads.open('ada');
		gone.uploads.close();
		here.loading.resolve(queues.here);
		gone.loading.resolve(queues.gone);
		await Promise.all([here.uploads.queue(), gone.uploads.queue()]);

		expect(opened.here).toHaveBeenCalledExactlyOnceWith('ada');
		expect(opened.gone).not.toHaveBeenCalled();
	});

	it('say that it did not come, and try again with the next choice', async () => {
		const { uploads: all, load, failed } = uploads();
		load.mockRejectedValueOnce(new TypeError('Failed to fetch'));

		await all.add(chosen(), target);
		expect(failed.mock.calls).toEqual([[new ApiError('offline')]]);
		expect(all.preparing).toBe(false);

		load.mockResolvedValueOnce(queue());
		await all.add(chosen(), target);
		expect(all.batches).toHaveLength(1);
	});
});
