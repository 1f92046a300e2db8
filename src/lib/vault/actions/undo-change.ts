import type { Entry } from '#contract/entries';
import { moveEntries } from '#contract/vault';
import type { EntryList } from '../list/entry-list.svelte';
import type { ActionServices } from './action-services';
import { inCalls } from './in-calls';
import { putBackAll } from './put-back-all';

/** Moves entries back to where each was, and says where it fails. */
export async function moveBack(
	services: ActionServices,
	list: EntryList,
	moved: readonly Entry[],
): Promise<void> {
	for (const [targetId, entries] of Map.groupBy(moved, (entry) => entry.parentId)) {
		const back = { targetId, onConflict: 'keep-both' } as const;
		await undo(services, list, entries, (entryIds) =>
			services.call(moveEntries, { entryIds, ...back }),
		);
	}
}

/** Puts entries back from the trash, and says where it fails. */
export async function untrash(
	services: ActionServices,
	list: EntryList,
	trashed: readonly Entry[],
): Promise<void> {
	await undo(services, list, trashed, (entryIds) => putBackAll(services.call, entryIds));
}

async function undo(
	{ folderViews, otherTabs, toasts }: ActionServices,
	list: EntryList,
	entries: readonly Entry[],
	send: (entryIds: string[]) => Promise<{ entries: readonly Entry[] }>,
): Promise<void> {
	const { failure } = await inCalls(entries, async (part, turn) => {
		await turn;
		const answer = await send(part.map(({ id }) => id));
		list.accept(list.placing(answer.entries));
		folderViews.admit(answer.entries);
	});
	otherTabs.tell();
	void list.refresh();
	if (failure !== undefined) toasts.failure(failure);
}
