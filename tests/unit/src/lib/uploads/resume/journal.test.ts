import { planBatch } from '$lib/uploads/batch/plan-batch';
import { Journal } from '$lib/uploads/resume/journal';
import type { KeptTask } from '$lib/uploads/resume/resume-store';
import { beforeEach, expect, it, vi } from 'vitest';
import { FakeStore, files, target } from '../queue/queue-bench';

let store: FakeStore;
let journal: Journal;
const batch = planBatch(files('a.txt', 'b.txt'), target);
const [task] = batch.tasks;
if (task === undefined) throw new Error('no task');

/** What each transaction wrote, by the names of the files. */
let written: (readonly string[])[];

beforeEach(async () => {
	store = new FakeStore();
	const save = store.saveTasks.bind(store);
	written = [];
	vi.spyOn(store, 'saveTasks').mockImplementation((tasks: readonly KeptTask[]) => {
		written.push(tasks.map(({ chosen }) => chosen.name));
		return save(tasks);
	});
	journal = new Journal(store);
	await journal.open(batch, 'me');
	await journal.flush();
});

it('writes a file down when it is chosen, and again when there is more to keep', async () => {
	task.begun('upload');
	journal.note(task);
	await journal.flush();

	expect(written).toEqual([['a.txt', 'b.txt'], ['a.txt']]);
	expect(store.tasks.get(batch.head.id)?.get(0)?.uploadId).toBe('upload');
});

it('writes nothing where a file has only come further', async () => {
	task.phase('sending');
	journal.note(task);
	await journal.flush();
	task.phase('checking');
	journal.note(task);
	await journal.flush();

	expect(written).toHaveLength(1);
});

it('writes again what the browser has refused to keep', async () => {
	store.denied = true;
	task.hashed('checksum');
	journal.note(task);
	await journal.flush();
	store.denied = false;
	journal.note(task);
	await journal.flush();

	expect(store.tasks.get(batch.head.id)?.get(0)?.checksum).toBe('checksum');
});
