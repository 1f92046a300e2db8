import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';
import { showFolder } from './folder-screen';

vi.hoisted(() => {
	window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as never;
});
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('https://vault.test/folders'), params: {} } }));

beforeAll(() => {
	standInForTopLayer();
	standInForWindow();
});
afterEach(cleanup);

/** The API's pages have ten times as many. */
const PAGE = 20;

async function folderOf(pages: number) {
	const vault = new FakeVaultApi({ pageSize: PAGE });
	const name = (n: number) => `file ${String(n).padStart(5, '0')}`;
	for (let n = 0; n < pages * PAGE; n++) vault.addFile(name(n));
	const { view } = await showFolder(vault);
	const press = async (key: string) => fireEvent.keyDown(screen.getByRole('grid'), { key });
	const selected = () =>
		[...view.selection.ids].map((id) => view.list.entries.find((entry) => entry.id === id)?.name);
	return { vault, view, press, selected, name };
}

it('End reaches the last of 25 pages, which are 5,000 entries, and Home the first', async () => {
	const { press, selected, view, name } = await folderOf(25);

	await press('End');
	await waitFor(() => expect(selected()).toEqual([name(25 * PAGE - 1)]));
	expect(view.list.complete).toBe(true);
	await press('Home');

	await waitFor(() => expect(selected()).toEqual([name(0)]));
});

it('End of a folder that is larger still goes on with the next press, and does not read all of it at once', async () => {
	const { press, selected, view, vault } = await folderOf(30);

	await press('End');
	await waitFor(() => expect(selected()).toHaveLength(1));
	expect(view.list.complete).toBe(false);
	const asked = vault.requestsOf('listFolder').length;
	expect(asked).toBeLessThanOrEqual(30);
	await press('End');

	await waitFor(() => expect(view.list.complete).toBe(true));
});

it('a selection ends with the place: Back shows the folder with nothing selected', async () => {
	const { view } = await folderOf(1);
	view.selection.all();

	cleanup();

	expect(view.selection.count).toBe(0);
});
