import { ViewedFile } from '$lib/gallery/viewed-file.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID } from '../vault/fake-vault-api';

const PAGE = 20;
let forget: () => void = () => undefined;
afterEach(() => forget());

/** One file of the folder, three pages long, of which one end is loaded. */
async function viewed(from: 'start' | 'end', index: number) {
	const vault = new FakeVaultApi({ pageSize: PAGE });
	for (let n = 0; n < 3 * PAGE; n++) vault.addFile(`file ${String(n).padStart(2, '0')}`);
	const { list } = new FolderView(ROOT_ID, { call: vault.call, sort: 'name' });
	await list.refresh();
	await list.reach(from, { gapless: false });
	const id = list.entries.at(index)?.id ?? null;
	let file: ViewedFile | undefined;
	forget = $effect.root(() => {
		file = new ViewedFile(vault.call, list, () => id);
	});
	if (file === undefined) throw new Error('a root effect runs at once');
	return { file, list };
}

describe('a file that is viewed in a list of which one end is loaded', () => {
	test.each([
		['start', -5, true],
		['start', 5, false],
		['end', 5, true],
		['end', -1, false],
	] as const)(
		'from the %s, entry %s: more is loaded only near what is missing',
		async (from, index, more) => {
			const { file, list } = await viewed(from, index);
			const loadMore = vi.spyOn(list, 'loadMore');

			file.loadAhead();

			expect(loadMore).toHaveBeenCalledTimes(more ? 1 : 0);
		},
	);

	test('has a number where the list is read from its start, and none where it is not known', async () => {
		expect((await viewed('start', 3)).file.position).toMatchObject({ number: 4 });
		expect((await viewed('end', 3)).file.position).toBeUndefined();
	});
});
