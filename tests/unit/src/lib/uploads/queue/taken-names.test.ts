import { receipt } from '$lib/uploads/batch/receipt';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bench, ended, files, kinds, renewServer, server, target } from './queue-bench';

beforeEach(renewServer);

describe('names that are taken', () => {
	it('are asked about once, while the other files go on', async () => {
		const { queue } = bench();
		server.taken.add('a.txt').add('b.txt');

		const batch = queue.add(files('a.txt', 'b.txt', 'c.txt'), target);
		await vi.waitFor(() => expect(batch.movingCount).toBe(0));

		expect(kinds(batch)).toEqual(['conflict', 'conflict', 'stored']);
		expect(batch.ended).toBe(false);
	});

	it('may each have their own answer, and none cancels another', async () => {
		const { queue } = bench();
		for (const name of ['a.txt', 'b.txt', 'c.txt']) server.taken.add(name);
		const batch = queue.add(files('a.txt', 'b.txt', 'c.txt'), target);
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(3));
		const [a, b, c] = batch.tasks;
		if (!a || !b || !c) throw new Error('three files were chosen');

		queue.answer([a], 'keep-both');
		queue.answer([b], 'new-version');
		queue.answer([c], 'skip');
		await ended(batch);

		expect(kinds(batch)).toEqual(['stored', 'stored', 'skipped']);
		expect(server.begunWith('a.txt')).toEqual(['ask', 'keep-both']);
		expect(server.begunWith('b.txt')).toEqual(['ask', 'new-version']);
		expect(receipt(batch)).toBe('2 files stored, 1 skipped');
	});

	it('need no second question once there is an answer for all', async () => {
		const { queue } = bench();
		const names = Array.from({ length: 100 }, (_, index) => `${String(index)}.txt`);
		for (const name of names) server.taken.add(name);
		const batch = queue.add(files(...names), target);
		await vi.waitFor(() => expect(batch.conflicts.length).toBeGreaterThan(0));

		queue.answerAll(batch, 'keep-both');
		await ended(batch);

		expect(batch.count('stored')).toBe(100);
	});

	it('of folders cannot become versions: the file stays beside the folder', async () => {
		const { queue } = bench();
		server.taken.add('a.txt');
		const begin = server.answer.bind(server);
		server.answer = (name, request) => {
			const answer = begin(name, request) as { files?: { outcome: string }[] };
			const kinded = answer.files?.map((file) =>
				file.outcome === 'conflict' ? { ...file, kind: 'folder', sizeBytes: null } : file,
			);
			return kinded === undefined ? answer : { files: kinded };
		};
		const batch = queue.add(files('a.txt'), target);
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(1));

		queue.answerAll(batch, 'new-version');
		await ended(batch);

		expect(server.begunWith('a.txt')).toEqual(['ask', 'keep-both']);
	});
});

describe('a folder whose name a file has', () => {
	const inFolder = (...paths: string[]) => ({
		files: paths.map((path) => {
			const folders = path.split('/');
			const name = folders.pop() ?? '';
			return { file: new File(['content'], name, { lastModified: 1 }), folders };
		}),
		emptyFolders: [],
		unreadable: [],
	});
	const asked = async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const chosen = inFolder('Holiday/a.txt', 'Holiday/Day 1/b.txt', 'c.txt');
		const batch = test.queue.add(chosen, target);
		await vi.waitFor(() => expect(kinds(batch)).toEqual(['conflict', 'conflict', 'stored']));
		return { ...test, batch };
	};

	it('asks for each of its files by the folder, while the others go on', async () => {
		const { batch } = await asked();

		expect(batch.conflicts.map(({ state }) => state)).toEqual(
			[0, 1].map(() => ({
				kind: 'conflict',
				conflict: { kind: 'file-for-folder', folders: ['Holiday'], name: 'Holiday' },
			})),
		);
	});

	it('goes beside the file with a number, and with the next one where a file has that too', async () => {
		const { queue, batch, filesThere, folders } = await asked();
		filesThere.add('Holiday (1)');

		queue.answer(batch.conflicts, 'keep-both');
		await vi.waitFor(() => expect(batch.conflicts).toHaveLength(2));
		queue.answer(batch.conflicts, 'new-version');
		await ended(batch);

		expect(receipt(batch)).toBe('3 files stored');
		expect([...folders]).toEqual(['Holiday (2)', 'Holiday (2)/Day 1']);
	});

	it('is one folder where the answer for all came before its files asked', async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const chosen = inFolder('Holiday/a.txt', 'Holiday/b.txt', 'Holiday/c.txt');
		const batch = test.queue.add({ ...chosen, emptyFolders: [['Holiday', 'empty']] }, target);
		test.queue.answerAll(batch, 'keep-both');

		await ended(batch);
		await vi.waitFor(() => expect(test.folders.size).toBe(2));

		expect([...test.folders].toSorted()).toEqual(['Holiday (1)', 'Holiday (1)/empty']);
		expect(batch.waitingFolders).toEqual([]);
	});

	it('asks for an empty one too, with those in it, and makes them beside the file', async () => {
		const test = bench();
		test.filesThere.add('Holiday');
		const emptyFolders = [['Holiday'], ['Holiday', 'Day 1'], ['Other']];
		const batch = test.queue.add({ files: [], emptyFolders, unreadable: [] }, target);
		await vi.waitFor(() => expect(batch.waitingFolders).toHaveLength(2));
		expect(batch.refusedFolders).toEqual([]);
		expect(receipt(batch)).toBe('2 folders with a name that is taken');
		expect(test.queue.totals.conflictCount).toBe(2);

		test.queue.answerFolder(batch, ['Holiday'], 'keep-both');

		await vi.waitFor(() =>
			expect([...test.folders]).toEqual(['Other', 'Holiday (1)', 'Holiday (1)/Day 1']),
		);
		expect(receipt(batch)).toBe('Folders added');
	});

	it('is left out while it is empty where the person says so, for good', async () => {
		const test = bench();
		await test.queue.open('me');
		test.filesThere.add('Holiday');
		const batch = test.queue.add(
			{ files: [], emptyFolders: [['Holiday']], unreadable: [] },
			target,
		);
		const kept = () => test.store.batches.get(batch.head.id)?.refusedFolders;
		await vi.waitFor(() =>
			expect(kept()).toEqual([{ folders: ['Holiday'], failure: { code: 'name_conflict' } }]),
		);

		test.queue.answerAll(batch, 'skip');

		await vi.waitFor(() => expect(kept()).toEqual([]));
		expect(test.folders.size).toBe(0);
	});

	it('is left out where the person says so', async () => {
		const { queue, batch } = await asked();

		queue.answerAll(batch, 'skip');
		await ended(batch);

		expect(receipt(batch)).toBe('1 file stored, 2 skipped');
	});
});
