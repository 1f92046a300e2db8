import type { Entry } from '#contract/entries';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi, ROOT_ID, TRASH_ID } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';
import { showFolder } from './folder-screen';

vi.hoisted(() => {
	window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as never;
});
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$app/state', () => ({ page: { url: new URL('https://vault.test/folders'), params: {} } }));

let vault: FakeVaultApi;

beforeAll(() => {
	standInForTopLayer();
	standInForWindow();
});
beforeEach(() => {
	vault = new FakeVaultApi();
});
afterEach(cleanup);

/** As the system keeps it between the keys. */
function clipboard(files: readonly File[] = []) {
	let text = '';
	return {
		files,
		setData: (_: string, data: string) => (text = data),
		getData: () => text,
	};
}

/** jsdom has no clipboard events: these are as a browser sends them. */
async function press(type: 'copy' | 'cut' | 'paste', clipboardData: unknown): Promise<void> {
	const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), {
		clipboardData,
	});
	await fireEvent(document.body, event);
}

async function namesIn(folderId: string): Promise<readonly string[]> {
	const { listFolder } = await import('#contract/vault');
	const { entries } = await vault.call(listFolder, { folderId });
	return entries.map(({ name }) => name);
}

async function opened(folderId = ROOT_ID) {
	const shown = await showFolder(vault, folderId);
	const said = () => shown.toasts.list.map(({ text }) => text);
	const select = (...entries: readonly Entry[]) => {
		for (const { id } of entries) shown.view.selection.toggle(id);
	};
	return { ...shown, said, select };
}

describe('copy and paste', () => {
	it('puts a copy beside the original, with a number', async () => {
		const file = vault.addFile('a.txt');
		const { select, said, refreshUsage } = await opened();
		const data = clipboard();
		select(file);

		await press('copy', data);
		expect(said()).toEqual(['“\u2068a.txt\u2069” copied. Paste it where it should be.']);
		await press('paste', data);

		await screen.findByRole('row', { name: /a \(1\)\.txt/ });
		expect(vault.requestsOf('copyFiles')).toHaveLength(1);
		expect(refreshUsage).toHaveBeenCalledOnce();
	});

	it('tells other programs the names, and takes nothing back that they have put there', async () => {
		const file = vault.addFile('a.txt');
		const { select } = await opened();
		const data = clipboard();
		select(file);
		await press('copy', data);
		expect(data.getData()).toBe('a.txt');

		data.setData('text/plain', 'from elsewhere');
		await press('paste', data);

		expect(vault.requestsOf('copyFiles')).toEqual([]);
	});

	it('leaves files of the device to the upload, and keys in a field to the field', async () => {
		const file = vault.addFile('a.txt');
		const { select } = await opened();
		select(file);
		const data = clipboard();
		await press('copy', data);

		await press('paste', { ...data, files: [new File(['x'], 'x.txt')] });
		const input = document.body.appendChild(document.createElement('input'));
		await fireEvent(
			input,
			Object.assign(new Event('paste', { bubbles: true }), { clipboardData: data }),
		);
		input.remove();

		expect(vault.requestsOf('copyFiles')).toEqual([]);
	});
});

describe('cut and paste', () => {
	it('moves, and once', async () => {
		const folder = vault.addFolder('to');
		vault.addFile('there.txt', folder.id);
		const file = vault.addFile('a.txt');
		const from = await opened();
		const data = clipboard();
		from.select(file);

		await press('cut', data);
		expect(vault.requestsOf('moveEntries')).toEqual([]);
		await press('paste', data);
		await press('paste', data);

		await waitFor(() => expect(vault.requestsOf('moveEntries')).toHaveLength(1));
	});
});

describe('what is cut', () => {
	const dimmed = () => [...document.querySelectorAll('.cut')].length;

	async function cut() {
		vault.addFile('b.txt');
		const file = vault.addFile('a.txt');
		const { select } = await opened();
		const data = clipboard();
		select(file);
		await press('cut', data);
		await waitFor(() => expect(dimmed()).toBe(1));
		return data;
	}

	it('is dimmed until it is pasted', async () => {
		const data = await cut();

		await press('paste', data);

		await waitFor(() => expect(dimmed()).toBe(0));
	});

	it('is dimmed until something else is copied', async () => {
		await cut();

		await press('copy', clipboard());

		await waitFor(() => expect(dimmed()).toBe(0));
	});

	it('is dimmed until text is copied', async () => {
		await cut();
		const input = document.body.appendChild(document.createElement('input'));

		await fireEvent(input, new Event('copy', { bubbles: true }));
		input.remove();

		await waitFor(() => expect(dimmed()).toBe(0));
	});

	it('is dimmed until another program is found to have put something there', async () => {
		const data = await cut();
		data.setData('text/plain', 'from elsewhere');

		await press('paste', data);

		await waitFor(() => expect(dimmed()).toBe(0));
		expect(vault.requestsOf('moveEntries')).toEqual([]);
	});
});

describe('a copy', () => {
	it('of a folder has everything in it, however many pages and levels', async () => {
		vault = new FakeVaultApi({ pageSize: 2 });
		const reports = vault.addFolder('Reports');
		for (const name of ['a', 'b', 'c', 'd', 'e']) vault.addFile(name, reports.id);
		vault.addFile('deep', vault.addFolder('2024', reports.id).id);
		const { actions, view } = await opened();

		await actions.copy([reports], { id: ROOT_ID, name: 'Files' });

		expect(await namesIn(ROOT_ID)).toContain('Reports');
		const copy = view.list.entries.find(({ id, name }) => id !== reports.id && name === 'Reports');
		const files = vault
			.requestsOf('copyFiles')
			.flatMap(({ files }) => files as { parentId: string }[]);
		expect(files).toHaveLength(6);
		expect(files.filter(({ parentId }) => parentId === copy?.id)).toHaveLength(5);
	});

	it('of a folder does not go into itself', async () => {
		const reports = vault.addFolder('Reports');
		const below = vault.addFolder('2024', reports.id);
		const { actions, said } = await opened();

		await actions.copy([reports], { id: below.id, name: '2024' });

		expect(vault.requestsOf('createFolder')).toEqual([]);
		expect(said()).toEqual([expect.stringMatching(/itself/)]);
	});

	it('leaves out what is in the archive, and says so', async () => {
		const old = vault.addFile('old.txt', ROOT_ID, { storageClass: 'DEEP_ARCHIVE' });
		const file = vault.addFile('a.txt');
		const { actions, said } = await opened();

		await actions.copy([old, file], { id: ROOT_ID, name: 'Files' });

		expect(said().at(-1)).toBe(
			'1 file was not copied. What is in the archive can be copied once it is restored.',
		);
	});

	it('is undone into the trash', async () => {
		const file = vault.addFile('a.txt');
		const { actions, toasts } = await opened();
		await actions.copy([file], { id: ROOT_ID, name: 'Files' });

		toasts.list.find(({ action }) => action?.label === 'Undo')?.action?.run();

		await waitFor(async () => expect(await namesIn(TRASH_ID)).toEqual(['a (1).txt']));
	});

	it('is made from the menu, beside its original or elsewhere', async () => {
		vault.addFile('a.txt');
		await opened();
		const menu = async (item: string) => {
			await fireEvent.click(await screen.findByRole('button', { name: 'More for a.txt' }));
			await fireEvent.click(await screen.findByRole('menuitem', { name: item }));
		};

		await menu('Make a copy');
		await screen.findByRole('row', { name: /a \(1\)\.txt/ });
		await menu('Copy to…');
		const here = await screen.findByRole('button', { name: 'Copy here' });
		await waitFor(() => expect(here).toHaveProperty('disabled', false));
		await fireEvent.click(here);

		await screen.findByRole('row', { name: /a \(2\)\.txt/ });
	});
});
