import { sharedFiles } from '$lib/uploads/selection/shared-files';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** A cache as the service worker leaves it. */
function parked(...names: readonly string[]) {
	const entries = new Map(
		names.map((name, index) => [
			{ url: `https://vault.example/share/${String(index)}` },
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
		match: (key: { url: string }) => Promise.resolve(entries.get(key)),
		delete: (key: { url: string }) => Promise.resolve(entries.delete(key)),
	};
	vi.stubGlobal('caches', {
		has: () => Promise.resolve(names.length > 0),
		open: () => Promise.resolve(cache),
	});
	return entries;
}

it('what was shared is the file that it was, until it is forgotten', async () => {
	const entries = parked('Grüße.png', 'b.png');

	const shared = await sharedFiles();

	const files = await Promise.all(shared.map((each) => each.open()));
	expect(files.map((file) => [file?.name, file?.type, file?.lastModified])).toEqual([
		['Grüße.png', 'image/png', 5],
		['b.png', 'image/png', 5],
	]);
	await shared[0]?.forget();
	expect([...entries.keys()]).toEqual([{ url: 'https://vault.example/share/1' }]);
});

it('is nothing where nothing was shared, and where the browser keeps nothing', async () => {
	parked();
	expect(await sharedFiles()).toEqual([]);

	vi.unstubAllGlobals();
	expect(await sharedFiles()).toEqual([]);
});

it('what was shared as words has a name in the language of the page', async () => {
	parked('');

	const [words] = await sharedFiles();

	expect(words?.name).toBe('Shared text.txt');
	expect((await words?.open())?.name).toBe('Shared text.txt');
});
