import type { Call } from '$lib/api/call';
import type { Toasts } from '$lib/notices/toasts.svelte';
import type { Downloads } from '../download/downloads.svelte';
import type { FolderViews } from '../list/folder-views.svelte';
import type { OtherTabs } from '../other-tabs';
import type { Restores } from '../restore/restores.svelte';
import type { Vault } from '../vault.svelte';

/** A folder to move to. */
export interface MoveTarget {
	readonly id: string;
	readonly name: string;
}

/** What actions on entries speak with. */
export interface ActionServices {
	readonly call: Call;
	readonly toasts: Toasts;
	readonly otherTabs: OtherTabs;
	/** Folders that are shown elsewhere, or read while entries are on their way there. */
	readonly folderViews: Pick<FolderViews, 'admit'>;
	readonly downloads: Pick<Downloads, 'save'>;
	readonly restores: Pick<Restores, 'ask'>;
	readonly vault: Pick<Vault, 'refreshUsage' | 'rootId'>;
}
