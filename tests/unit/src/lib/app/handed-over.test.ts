import type { File as StoredFile } from '#contract/entries';
import { HandedOverFiles } from '$lib/app/handed-over.svelte';
import type { UploadBatch } from '$lib/uploads/batch/upload-batch.svelte';
import type { QueueListener } from '$lib/uploads/queue/upload-queue.svelte';
import type { HandedOver } from '$lib/uploads/selection/handed-over';
import type { Selection } from '$lib/uploads/selection/selection';
import { expect, it, vi } from 'vitest';

const target = { folderId: 'top', folderName: 'Files' };

function bench() {
	const added: { selection: Selection; folderName: string }[] = [];
	const kept = new Map<string, HandedOver>();
	const opened = new Map<string, HandedOver>();
	/** Names of what a reload has left. */
	const interrupted = new Set<string>();
	let listener: QueueListener = {};
	let parked: () => void = () => undefined;
	const keep = (name: string, file: File | undefined = new File([name], name), among = kept) => {
		const forget = () => Promise.resolve(void among.delete(name));
		among.set(name, { id: name, name, open: () => Promise.resolve(file), forget });
	};
	const files = new HandedOverFiles({
		uploads: {
			add: async (selection, { folderName }) => {
				added.push({ selection: await selection, folderName });
			},
			listen: (told) => {
				listener = told;
				return () => undefined;
			},
			restored: () =>
				Promise.resolve({
					goOnWith: (chosen) => chosen.filter(({ file }) => interrupted.has(file.name)),
				}),
		},
		shared: () => Promise.resolve([...kept.values()]),
		opened: {
			list: () => Promise.resolve([...opened.values()]),
			listen: (told) => (parked = told ?? parked),
		},
	});
	return {
		files,
		kept,
		opened,
		added,
		interrupted,
		keep,
		open: (name: string) => {
			keep(name, undefined, opened);
			parked();
		},
		store: (file: File | undefined) => listener.stored?.({} as StoredFile, file, undefined),
		end: (tasks: readonly unknown[]) =>
			listener.batchEnded?.({ tasks } as Partial<UploadBatch> as UploadBatch),
	};
}

const names = ({ files }: HandedOverFiles) => files.map(({ name }) => name);

it('asks where what was shared goes, and keeps each until it is stored', async () => {
	const { files, added, keep, kept, store } = bench();
	keep('a.png');
	keep('b.png');
	await files.listen();
	expect(names(files)).toEqual(['a.png', 'b.png']);
	expect(added).toEqual([]);

	await files.putInto(target);

	expect(names(files)).toEqual([]);
	const chosen = added[0]?.selection.files.map(({ file }) => file) ?? [];
	expect(chosen.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
	expect([...kept.keys()]).toEqual(['a.png', 'b.png']);
	store(chosen[0]);
	expect([...kept.keys()]).toEqual(['b.png']);
});

it.each(['already-here', 'skipped'])('keeps nothing that is %s', async (kind) => {
	const { files, added, keep, kept, end } = bench();
	keep('a.png');
	await files.listen();
	await files.putInto(target);

	end([{ file: added[0]?.selection.files[0]?.file, state: { kind } }]);

	expect(kept.size).toBe(0);
});

it('keeps what failed or was cancelled for the next visit', async () => {
	const { files, added, keep, kept, end } = bench();
	keep('a.png');
	await files.listen();
	await files.putInto(target);

	end([{ file: added[0]?.selection.files[0]?.file, state: { kind: 'cancelled' } }]);

	expect(kept.size).toBe(1);
});

it('asks for what is opened later, and not again for what is on its way', async () => {
	const { files, keep, open } = bench();
	keep('a.png');
	await files.listen();
	await files.putInto(target);

	open('b.pdf');

	await vi.waitFor(() => expect(names(files)).toEqual(['b.pdf']));
});

it('goes on without a question with what was on its way when the page was left', async () => {
	const { files, added, interrupted, keep, kept, store } = bench();
	interrupted.add('a.png');
	const left = new File(['x'], 'a.png');
	keep('a.png', left);
	keep('b.png');

	await files.listen();

	expect(names(files)).toEqual(['b.png']);
	expect(added).toEqual([]);
	store(left);
	expect([...kept.keys()]).toEqual(['b.png']);
});

it('gives what cannot be read a receipt, and keeps it', async () => {
	const { files, added, open, opened } = bench();
	await files.listen();
	open('a.pdf');
	await vi.waitFor(() => expect(names(files)).toEqual(['a.pdf']));
	const [handed] = opened.values();
	if (handed === undefined) throw new Error('one was opened');
	vi.spyOn(handed, 'open').mockResolvedValue(undefined);

	await files.putInto(target);

	expect(added[0]?.selection.unreadable).toEqual([{ name: 'a.pdf', folders: [] }]);
	expect(opened.size).toBe(1);
});

it('forgets what is discarded, and nothing that is put off', async () => {
	const { files, keep, kept } = bench();
	keep('a.png');
	await files.listen();

	files.postpone();
	expect([names(files), kept.size]).toEqual([[], 1]);
	await files.listen();
	await files.discard();

	expect([names(files), kept.size]).toEqual([[], 0]);
});
