import type { Entry } from '#contract/entries';
import { renameEntry, restoreVersion } from '#contract/vault';
import { ApiError } from '$lib/errors/api-error';
import type { EntryList } from '../list/entry-list.svelte';
import type { ActionServices } from './action-services';

type Services = Pick<ActionServices, 'call' | 'otherTabs'>;

/** Gives an entry another name, shown at once. Throws `ApiError`; after `stale` the list is read again. */
export async function rename(
	{ call, otherTabs }: Services,
	list: EntryList,
	{ entry, name }: { readonly entry: Entry; readonly name: string },
): Promise<void> {
	try {
		await list.attempt(
			list.placing([{ ...entry, name }]),
			() => call(renameEntry, { entryId: entry.id, name, rev: entry.rev }),
			(answer) => list.placing([answer.entry]),
		);
		otherTabs.tell();
	} catch (error) {
		if (error instanceof ApiError && error.code === 'stale') void list.refresh();
		throw error;
	}
}

/** Makes an older version of a file the current one. Throws `ApiError`. */
export async function restore(
	{ call, otherTabs }: Services,
	list: EntryList,
	version: { readonly entryId: string; readonly versionId: string },
): Promise<void> {
	const { entry } = await call(restoreVersion, version);
	list.accept(list.placing([entry]));
	otherTabs.tell();
}
