import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';
import { showFolder, standInForScreen } from './folder-screen';

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
	vault.addFile('note.txt');
	vault.addFile('other.txt');
	standInForScreen('desk');
});
afterEach(cleanup);

const row = (name: string) => screen.findByRole('row', { name: new RegExp(name) });

async function renaming(name = 'note.txt'): Promise<HTMLInputElement> {
	await showFolder(vault);
	const element = await row(name);
	element.focus();
	await fireEvent.keyDown(element, { key: 'F2' });
	return screen.findByRole('textbox', { name: `New name of ${name}` });
}

async function type(field: HTMLInputElement, value: string, key?: string): Promise<void> {
	await fireEvent.input(field, { target: { value } });
	if (key !== undefined) await fireEvent.keyDown(field, { key });
}

describe('renaming where the name stands', () => {
	it('begins with the name without its extension', async () => {
		const field = await renaming();

		expect(document.activeElement).toBe(field);
		expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'note'.length]);
	});

	it('saves by Enter, and the keyboard is on the row again', async () => {
		const field = await renaming();

		await type(field, 'letter.txt', 'Enter');

		const renamed = await row('letter.txt');
		await waitFor(() => expect(document.activeElement).toBe(renamed));
		expect(vault.requestsOf('renameEntry')).toMatchObject([{ name: 'letter.txt' }]);
	});

	it('leaves by Escape, and changes nothing', async () => {
		const field = await renaming();

		await type(field, 'letter.txt', 'Escape');

		const same = await row('note.txt');
		await waitFor(() => expect(document.activeElement).toBe(same));
		expect(vault.requestsOf('renameEntry')).toEqual([]);
	});

	it('saves where one goes elsewhere', async () => {
		const field = await renaming();
		await type(field, 'letter.txt');

		await fireEvent.blur(field);

		await row('letter.txt');
		await waitFor(() => expect(vault.requestsOf('renameEntry')).toHaveLength(1));
	});

	it('says why a name cannot be, and stays', async () => {
		vault.refuse('renameEntry', 'name_conflict');
		const field = await renaming();

		await type(field, 'other.txt', 'Enter');

		expect((await screen.findByRole('alert')).textContent).toMatch(/name/);
		expect(document.activeElement).toBe(field);
	});

	it('keeps its keys from the list around it', async () => {
		const field = await renaming();

		for (const key of [' ', 'Delete', 'ArrowDown', 'a']) await fireEvent.keyDown(field, { key });

		expect(vault.requestsOf('trashEntries')).toEqual([]);
		expect(screen.queryAllByRole('row', { selected: true })).toEqual([]);
	});

	it('does not begin by a second click', async () => {
		await showFolder(vault);
		const element = await row('note.txt');

		await fireEvent.click(element);
		await fireEvent.click(element);

		expect(screen.queryByRole('textbox')).toBeNull();
	});
});

it('on a phone the name is asked for by a dialog', async () => {
	standInForScreen('phone');
	await showFolder(vault);
	await fireEvent.click(await screen.findByRole('button', { name: 'More for note.txt' }));
	await fireEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }));

	expect(await screen.findByRole('heading', { name: 'Rename file' })).toBeTruthy();
});

it('on a desk the menu leads to the field too', async () => {
	await showFolder(vault);
	await fireEvent.click(await screen.findByRole('button', { name: 'More for note.txt' }));
	await fireEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }));

	expect(await screen.findByRole('textbox', { name: 'New name of note.txt' })).toBeTruthy();
});
