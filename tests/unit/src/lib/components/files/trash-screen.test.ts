import type { Folder } from '#contract/entries';
import { trashEntries } from '#contract/vault';
import TrashScreen from '$lib/components/files/TrashScreen.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import { FakeVaultApi, TRASH_ID } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';

vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

let vault: FakeVaultApi;

beforeAll(() => {
	standInForTopLayer();
	standInForWindow();
});
afterEach(cleanup);

async function shown(): Promise<{ readonly kept: Folder }> {
	vault = new FakeVaultApi();
	const kept = vault.addFolder('Kept');
	const gone = vault.addFolder('Gone', kept.id);
	const ids = [vault.addFile('a.txt', kept.id), vault.addFile('b.txt', gone.id), gone];
	for (const { id } of ids) await vault.call(trashEntries, { entryIds: [id] });
	const view = new FolderView(TRASH_ID, { call: vault.call, sort: '-changed' });
	renderInApp(fakeApp(vault.call), TrashScreen, { view });
	await screen.findByRole('button', { name: 'More for a.txt' });
	return { kept };
}

test('the trash says where each entry was, with a link to the folder that is still there', async () => {
	const { kept } = await shown();

	const links = screen.getAllByRole('link', { name: 'Files / Kept' });
	expect(links.map((link) => link.getAttribute('href'))).toEqual([
		`/folders/${kept.id}`,
		`/folders/${kept.id}`,
	]);
	expect(screen.getByTitle('Files / Kept / Gone').querySelector('a')).toBeNull();
});

test('the trash says of each entry when it is gone', async () => {
	await shown();

	expect(screen.getAllByText(/^gone (today|in \d+ days)$/)).toHaveLength(3);
});

test('the menu of an entry leads to the folder it was in', async () => {
	const { goto } = await import('$app/navigation');
	const { kept } = await shown();

	await fireEvent.click(screen.getByRole('button', { name: 'More for a.txt' }));
	await fireEvent.click(await screen.findByRole('menuitem', { name: 'Open the folder it was in' }));

	expect(goto).toHaveBeenCalledExactlyOnceWith(`/folders/${kept.id}`);
});
