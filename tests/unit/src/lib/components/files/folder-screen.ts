import FolderScreen from '$lib/components/files/FolderScreen.svelte';
import { EntryActions } from '$lib/vault/actions/entry-actions.svelte';
import { FolderView } from '$lib/vault/list/folder-view.svelte';
import { screen } from '@testing-library/svelte';
import { vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import type { FakeVaultApi } from '../../vault/fake-vault-api';
import { ROOT_ID } from '../../vault/fake-vault-api';

/** Shows a folder of the vault, with everything that can be done in it, and waits for its first row. */
export async function showFolder(vault: FakeVaultApi, folderId = ROOT_ID) {
	const app = fakeApp(vault.call);
	const { toasts } = app;
	const view = new FolderView(folderId, { call: vault.call, sort: 'name' });
	const otherTabs = { tell: vi.fn() };
	const services = {
		call: vault.call,
		toasts,
		otherTabs: otherTabs as never,
		folderViews: { admit: (entries: Parameters<FolderView['admit']>[0]) => view.admit(entries) },
		downloads: { save: vi.fn() },
		restores: { ask: vi.fn() },
		vault: { rootId: ROOT_ID, refreshUsage: vi.fn() },
	};
	const actions = new EntryActions(view.list, view.selection, services);
	renderInApp(app, FolderScreen, { view, actions, onupload: vi.fn() });
	await screen.findAllByRole('row');
	return { view, actions, toasts, refreshUsage: services.vault.refreshUsage };
}

/** Where a pointer rests over things, and the window is as wide as a desk's, or not. */
export function standInForScreen(kind: 'desk' | 'phone'): void {
	window.matchMedia = (query) =>
		({
			matches: kind === 'desk' && query.includes('min-width'),
			addEventListener: () => undefined,
			removeEventListener: () => undefined,
		}) as unknown as MediaQueryList;
}
