import type { File as StoredFile } from '#contract/entries';
import { takeIn } from '$lib/app/take-in';
import type { QueueListener } from '$lib/uploads/queue/upload-queue.svelte';
import type { Selection } from '$lib/uploads/selection/selection';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** A cache as the service worker leaves it. */
function parked(...names: readonly string[]) {
	const entries = new Map(
		names.map((name, index) => [
			`/share/${String(index)}`,
			new Response(name, {
				headers: {
					'content-type': 'image/png',
					'x-name': encodeURIComponent(name),
					'x-last-modified': '5',
				},
			}),
		]),
	);
	const cache = {
		keys: () => Promise.resolve([...entries.keys()]),
		match: (key: string) => Promise.resolve(entries.get(key)),
		delete: (key: string) => Promise.resolve(entries.delete(key)),
	};
	vi.stubGlobal('caches', {
		has: () => Promise.resolve(names.length > 0),
		open: () => Promise.resolve(cache),
	});
	return entries;
}

function bench() {
	const added: { selection: Selection; folderName: string }[] = [];
	let listener: QueueListener = {};
	const parts: Parameters<typeof takeIn>[0] = {
		uploads: {
			add: (selection, { folderName }) => {
				added.push({ selection, folderName });
				return Promise.resolve();
			},
			listen: (told) => {
				listener = told;
				return () => undefined;
			},
		},
		currentFolder: { whenKnown: () => Promise.resolve({ id: 'top', name: 'Files' }) },
	};
	const store = (file: File | undefined) => listener.stored?.({} as StoredFile, file, undefined);
	return { parts, added, store };
}

it('uploads what was shared before the vault was open, and keeps each until it is stored', async () => {
	const entries = parked('Grüße.png', 'b.png');
	const { parts, added, store } = bench();

	await takeIn(parts);

	const files = added.flatMap(({ selection }) => selection.files.map(({ file }) => file));
	expect(files.map(({ name, type, lastModified }) => [name, type, lastModified])).toEqual([
		['Grüße.png', 'image/png', 5],
		['b.png', 'image/png', 5],
	]);
	expect(added.map(({ folderName }) => folderName)).toEqual(['Files']);
	expect(entries.size).toBe(2);
	store(files[0]);
	await vi.waitFor(() => expect([...entries.keys()]).toEqual(['/share/1']));
});

it('uploads nothing where nothing was shared', async () => {
	parked();
	const { parts, added } = bench();

	await takeIn(parts);

	expect(added).toEqual([]);
});

it('uploads what the system opens with the installed app, and passes over what cannot be read', async () => {
	parked();
	let consumer: (launch: { files: readonly unknown[] }) => void = () => undefined;
	vi.stubGlobal('launchQueue', { setConsumer: (given: typeof consumer) => (consumer = given) });
	const { parts, added } = bench();
	await takeIn(parts);
	const handle = { getFile: () => Promise.resolve(new File(['x'], 'a.pdf')) };
	const gone = { getFile: () => Promise.reject(new Error('gone')) };

	consumer({ files: [handle, gone] });

	await vi.waitFor(() => expect(added).toHaveLength(1));
	expect(added[0]?.selection.files.map(({ file, handle: kept }) => [file.name, kept])).toEqual([
		['a.pdf', handle],
	]);
});
