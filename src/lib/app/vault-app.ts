import { DerivativeAddresses } from '$lib/derivatives/derivative-addresses';
import { Derivatives } from '$lib/derivatives/derivatives';
import { Thumbnails } from '$lib/derivatives/thumbnails.svelte';
import { Uploads } from '$lib/uploads/queue/uploads.svelte';
import { EntryClipboard } from '$lib/vault/actions/entry-clipboard.svelte';
import { EntryDrag } from '$lib/vault/actions/entry-drag.svelte';
import { NewFolder } from '$lib/vault/actions/new-folder.svelte';
import { CurrentFolder } from '$lib/vault/current-folder.svelte';
import { Downloads } from '$lib/vault/download/downloads.svelte';
import { FolderViews } from '$lib/vault/list/folder-views.svelte';
import { ViewPreference } from '$lib/vault/list/view-preference.svelte';
import { OtherTabs } from '$lib/vault/other-tabs';
import { RefreshTriggers } from '$lib/vault/refresh-triggers';
import { Restores } from '$lib/vault/restore/restores.svelte';
import { Vault } from '$lib/vault/vault.svelte';
import type { App } from './app';
import { Leaving } from './leaving.svelte';
import { SpareTime } from './spare-time';

/** What the pages behind the sign-in share. */
export interface VaultApp extends App {
	readonly vault: Vault;
	readonly otherTabs: OtherTabs;
	readonly uploads: Uploads;
	readonly spareTime: SpareTime;
	readonly currentFolder: CurrentFolder;
	readonly folderViews: FolderViews;
	readonly viewPreference: ViewPreference;
	readonly newFolder: NewFolder;
	readonly entryClipboard: EntryClipboard;
	readonly entryDrag: EntryDrag;
	readonly derivativeAddresses: DerivativeAddresses;
	readonly thumbnails: Thumbnails;
	readonly restores: Restores;
	readonly downloads: Downloads;
	readonly refreshTriggers: RefreshTriggers;
	readonly leaving: Leaving;
}

const made = new WeakMap<App, VaultApp>();

/**
 * The vault's part of `app`, made when its first page is opened. Later pages get the same one: uploads go
 * on while an error page stands in for the vault.
 */
export function vaultAppOf(app: App): VaultApp {
	const found = made.get(app) ?? createVaultApp(app);
	made.set(app, found);
	return found;
}

export function createVaultApp(app: App): VaultApp {
	const { session, toasts } = app;
	const spareTime = new SpareTime();
	const call = spareTime.awaiting(app.call);
	const vault = new Vault(call);
	const otherTabs = new OtherTabs();
	const derivatives = new Derivatives({
		load: async () => {
			const { createDerivatives } = await import('./create-derivatives');
			return createDerivatives(call, otherTabs);
		},
		inSpareTime: (task) => spareTime.use(task),
	});
	const uploads = new Uploads({
		load: async () => {
			const [{ createUploads }, queue] = await Promise.all([
				import('./create-uploads'),
				derivatives.queue(),
			]);
			return createUploads({ call, vault, otherTabs, derivatives: queue });
		},
		failed: (error) => toasts.failure(error),
	});
	spareTime.use(uploads.queue);
	const currentFolder = new CurrentFolder(vault);
	const folderViews = new FolderViews(call);
	const derivativeAddresses = new DerivativeAddresses(call);
	const restores = new Restores({ call, toasts, otherTabs });
	return {
		...app,
		call,
		spareTime,
		vault,
		otherTabs,
		uploads,
		currentFolder,
		folderViews,
		viewPreference: new ViewPreference(),
		newFolder: new NewFolder({ call, otherTabs, currentFolder, folderViews }),
		entryClipboard: new EntryClipboard(),
		entryDrag: new EntryDrag(),
		derivativeAddresses,
		thumbnails: new Thumbnails(derivativeAddresses, derivatives),
		restores,
		downloads: new Downloads({ call, toasts, restores }),
		refreshTriggers: new RefreshTriggers({ uploads, otherTabs, vault, restores }),
		leaving: new Leaving({ call, session, uploads }),
	};
}
