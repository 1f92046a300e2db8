import { cleanup, fireEvent, screen } from '@testing-library/svelte';
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
