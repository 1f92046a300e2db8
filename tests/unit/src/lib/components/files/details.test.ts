import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { FakeVaultApi } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';
import { showFolder, standInForScreen } from './folder-screen';

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

test.each(['phone', 'desk'] as const)(
	'details of one file select nothing on a %s',
	async (kind) => {
		standInForScreen(kind);
		const vault = new FakeVaultApi();
		vault.addFile('a.txt');
		const { view } = await showFolder(vault);

		await fireEvent.click(await screen.findByRole('button', { name: 'More for a.txt' }));
		await fireEvent.click(await screen.findByRole('menuitem', { name: 'Details' }));

		await screen.findByRole('complementary', { name: 'Details' });
		expect(view.selection.count).toBe(0);
	},
);

test.each([
	['Escape', (details: HTMLElement) => fireEvent.keyDown(details, { key: 'Escape' })],
	['their button', (details: HTMLElement) => fireEvent.click(details)],
])('details close by %s, and the focus is on the row again', async (_, close) => {
	standInForScreen('desk');
	const vault = new FakeVaultApi();
	vault.addFile('a.txt');
	await showFolder(vault);
	const row = await screen.findByRole('row', { name: /a\.txt/ });
	row.focus();
	await fireEvent.keyDown(row, { key: 'F10', shiftKey: true });
	await fireEvent.click(await screen.findByRole('menuitem', { name: 'Details' }));
	const button = await screen.findByRole('button', { name: 'Close details' });

	button.focus();
	await close(button);

	await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
	expect(document.activeElement).toBe(row);
});

test('of a film in the archive they show what the vault has kept of it', async () => {
	standInForScreen('desk');
	const vault = new FakeVaultApi();
	vault.addFile('a.mp4', undefined, {
		contentType: 'video/mp4',
		storageClass: 'DEEP_ARCHIVE',
		media: {
			takenAt: '2012-04-16T22:30:00.000Z',
			utcOffsetMinutes: 120,
			durationMs: 83_400,
			width: 1920,
			height: 1080,
		},
	});
	await showFolder(vault);

	await fireEvent.click(await screen.findByRole('button', { name: 'More for a.mp4' }));
	await fireEvent.click(await screen.findByRole('menuitem', { name: 'Details' }));

	const details = await screen.findByRole('complementary', { name: 'Details' });
	const said = () => details.textContent.replaceAll(/\s+/g, ' ');
	await waitFor(() => expect(said()).toMatch(/Dimensions ?1920 × 1080/));
	expect(said()).toMatch(/Taken ?Tuesday,? 17 April 2012 at 00:30/);
	expect(said()).toMatch(/Length ?1:23/);
	expect(vault.requestsOf('signDownloads')).toEqual([]);
});
