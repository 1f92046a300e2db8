import type { Entry } from '#contract/entries';
import { moveEntries } from '#contract/vault';
import type { EntryList } from '../list/entry-list.svelte';
import type { ActionServices } from './action-services';
import { beginLong, inCalls } from './in-calls';
import type { Work } from './left-work';
import { putBackAll } from './put-back-all';

/** Moves entries back to where each was, and says where it fails. */
export async function moveBack(
	services: ActionServices,
	list: EntryList,
	moved: readonly Entry[],
): Promise<void> {
	for (const [targetId, entries] of Map.groupBy(moved, (entry) => entry.parentId)) {
		const onConflict = 'keep-both';
		const ids = entries.map(({ id }) => id);
		// Only where it was is known of the folder, not its name.
		const target = { id: targetId, name: '' };
		await undo(services, list, {
			entries,
			work: { kind: 'move', ids, target, onConflict },
			send: (entryIds) => services.call(moveEntries, { entryIds, targetId, onConflict }),
		});
	}
}

/** Puts entries back from the trash, and says where it fails. */
export async function untrash(
	services: ActionServices,
	list: EntryList,
	trashed: readonly Entry[],
): Promise<void> {
	await undo(services, list, {
		entries: trashed,
		work: { kind: 'put-back', ids: trashed.map(({ id }) => id) },
		send: (entryIds, onlong) => putBackAll(services.call, entryIds, onlong),
	});
}

interface Undoing {
	readonly entries: readonly Entry[];
	readonly work: Work;
	readonly send: (entryIds: string[], onlong: () => void) => Promise<{ entries: readonly Entry[] }>;
}

async function undo(
	services: ActionServices,
	list: EntryList,
	{ entries, work, send }: Undoing,
): Promise<void> {
	const { folderViews, otherTabs, toasts } = services;
	const { failure } = await inCalls(
		entries,
		async (part, turn, onlong) => {
			await turn;
			const answer = await send(
				part.map(({ id }) => id),
				onlong,
			);
			list.accept(list.placing(answer.entries));
			folderViews.admit(answer.entries);
		},
		() => beginLong(services, work),
	);
	otherTabs.tell();
	void list.refresh();
	if (failure !== undefined) toasts.failure(failure);
}
