import type { Entry } from '#contract/entries';
import { trashEntries } from '#contract/vault';
import MoveDialog from '$lib/components/files/MoveDialog.svelte';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForTopLayer } from '../ui/top-layer';

let vault: FakeVaultApi;

beforeAll(standInForTopLayer);
beforeEach(() => {
	localStorage.clear();
	vault = new FakeVaultApi({ pageSize: 2 });
});
afterEach(() => {
	cleanup();
	vi.restoreAllMocks();
});

function moving(entries: readonly Entry[]) {
	const onmove = vi.fn();
	renderInApp(fakeApp(vault.call), MoveDialog, {
		entries,
		onmove,
		onclose: vi.fn(),
	});
	return { onmove, button: (name: string) => screen.findByRole('button', { name }) };
}

describe('“Move to…”', () => {
	it('walks into folders and moves to where the person stands', async () => {
		const reports = vault.addFolder('Reports');
		const year = vault.addFolder('2024', reports.id);
		const { onmove, button } = moving([vault.addFile('a')]);

		await fireEvent.click(await button('Reports'));
		await fireEvent.click(await button('2024'));
		await fireEvent.click(await button('Move here'));

		expect(onmove).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: year.id }));
	});

	it('has folders in the order of the browser, over several pages', async () => {
		vi.spyOn(navigator, 'language', 'get').mockReturnValue('sv');
		for (const name of ['Ål', 'Zebra', 'Apa', 'Ö']) vault.addFolder(name);
		const { button } = moving([vault.addFile('a')]);
		await button('Ö');

		const shown = screen.getAllByRole('button').map(({ textContent }) => textContent.trim());
		expect(shown.filter((name) => /^(Apa|Zebra|Ål|Ö)$/.test(name))).toEqual([
			'Apa',
			'Zebra',
			'Ål',
			'Ö',
		]);
	});

	it('moves nothing while the folder that was pressed is still to come', async () => {
		const reports = vault.addFolder('Reports');
		vault.addFolder('2024', reports.id);
		const call = vi.spyOn(vault, 'call');
		const { button } = moving([vault.addFile('a')]);
		await fireEvent.click(await button('Reports'));
		const year = await button('2024');
		const here = await button('Move here');
		expect(here).toHaveProperty('disabled', false);

		call.mockReturnValueOnce(new Promise(() => undefined));
		await fireEvent.click(year);

		expect(here).toHaveProperty('disabled', true);
	});

	it('begins at the lowest folder above entries of several, also of one that lies in another', async () => {
		const reports = vault.addFolder('Reports');
		const year = vault.addFolder('2024', reports.id);
		const month = vault.addFolder('May', year.id);
		const { onmove, button } = moving([vault.addFile('a', month.id), vault.addFile('b', year.id)]);
		const here = await button('Move here');
		await waitFor(() => expect(here).toHaveProperty('disabled', false));

		await fireEvent.click(here);

		expect(onmove).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: year.id }));
	});

	it('does not move to where the entries are already', async () => {
		const { button } = moving([vault.addFile('a')]);

		expect(await button('Already here')).toHaveProperty('disabled', true);
	});

	it('does not lead into a folder that is being moved', async () => {
		const folder = vault.addFolder('Reports');
		const { button } = moving([folder]);

		expect(await button('Reports is being moved')).toHaveProperty('disabled', true);
	});

	it('goes back up by the path', async () => {
		vault.addFolder('Reports');
		const { button } = moving([vault.addFile('a')]);
		await fireEvent.click(await button('Reports'));

		const path = screen.getByRole('navigation', { name: 'Folder path' });
		await fireEvent.click(await within(path).findByRole('button', { name: 'Files' }));

		expect(await button('Already here')).toBeTruthy();
	});

	it('shows every folder, and no file, also where they come in pages', async () => {
		const names = ['one', 'two', 'three', 'four', 'five'];
		for (const name of names) vault.addFolder(name);
		const { button } = moving([vault.addFile('a file')]);

		await button('five');

		const list = screen.getByRole('list');
		expect(
			within(list)
				.getAllByRole('button')
				.map((row) => row.textContent.trim()),
		).toEqual(names.toSorted());
	});

	it('finds a folder anywhere by its name, and goes on from there', async () => {
		const year = vault.addFolder('2024', vault.addFolder('Reports').id);
		vault.addFile('2024.txt');
		const { onmove, button } = moving([vault.addFile('a')]);
		await button('Already here');

		await fireEvent.input(screen.getByRole('searchbox', { name: 'Find a folder' }), {
			target: { value: '2024' },
		});
		const found = await screen.findByRole('list', { name: 'Folders found' });
		await fireEvent.click(
			await within(found).findByRole('button', { name: '2024 Files / Reports' }),
		);
		await fireEvent.click(await button('Move here'));

		expect(vault.requestsOf('searchEntries')).toEqual([
			expect.objectContaining({ query: '2024', type: 'folder' }),
		]);
		expect(onmove).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: year.id }));
	});

	it('says so where no folder is called as was typed', async () => {
		moving([vault.addFile('a')]);

		await fireEvent.input(screen.getByRole('searchbox', { name: 'Find a folder' }), {
			target: { value: 'nowhere' },
		});

		expect(await screen.findByText('No folder is called so.')).toBeTruthy();
	});

	it('offers the folders that something was lately put into, while they are there', async () => {
		const reports = vault.addFolder('Reports');
		const gone = vault.addFolder('Gone');
		for (const folder of [gone, reports]) {
			const { button } = moving([vault.addFile('a')]);
			await fireEvent.click(await button(folder.name));
			await fireEvent.click(await button('Move here'));
			cleanup();
		}
		await vault.call(trashEntries, { entryIds: [gone.id] });

		const { onmove, button } = moving([vault.addFile('b')]);
		const recent = await screen.findByRole('list', { name: 'Recent folders' });
		expect(within(recent).getAllByRole('button')).toHaveLength(1);
		await fireEvent.click(within(recent).getByRole('button', { name: 'Reports' }));
		await fireEvent.click(await button('Move here'));

		expect(onmove).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: reports.id }));
	});

	it('makes a folder on the way and goes into it', async () => {
		const { onmove, button } = moving([vault.addFile('a')]);
		await fireEvent.click(await button('New folder'));

		await fireEvent.input(await screen.findByRole('textbox', { name: 'Name' }), {
			target: { value: 'Fresh' },
		});
		await fireEvent.click(await button('Create'));
		await waitFor(async () => expect(await button('Move here')).toHaveProperty('disabled', false));
		await fireEvent.click(await button('Move here'));

		expect(onmove).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'Fresh' }));
	});
});
