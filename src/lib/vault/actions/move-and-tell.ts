import type { Entry } from '#contract/entries';
import { moveEntries } from '#contract/vault';
import { quoted } from '$lib/format/quoted';
import { naming } from '../entry/naming';
import type { EntryList } from '../list/entry-list.svelte';
import type { ActionServices, MoveTarget } from './action-services';
import { beginLong, inCalls, type Outcome } from './in-calls';
import { moveBack } from './undo-change';

interface Move {
	readonly target: MoveTarget;
	/** Where a name is taken there. */
	readonly onConflict: 'fail' | 'keep-both';
}

/** Moves entries, shown at once, and says so with a way back. What is not moved stays where it was; its failure is answered. */
export async function moveAndTell(
	services: ActionServices,
	list: EntryList,
	entries: readonly Entry[],
	{ target, onConflict }: Move,
): Promise<Outcome<Entry>> {
	const ids = entries.map(({ id }) => id);
	const outcome = await inCalls(
		entries,
		(part, turn) =>
			list.attempt(
				list.placing(part.map((entry) => ({ ...entry, parentId: target.id }))),
				async () => {
					await turn;
					const answer = await services.call(moveEntries, {
						entryIds: part.map(({ id }) => id),
						targetId: target.id,
						onConflict,
					});
					services.folderViews.admit(answer.entries);
					return answer;
				},
				(answer) => list.placing(answer.entries),
			),
		() => beginLong(services, { kind: 'move', ids, target, onConflict }),
	);
	const { done } = outcome;
	if (done.length > 0) {
		services.otherTabs.tell();
		services.toasts.show(`${naming(done)} moved to ${quoted(target.name)}`, {
			action: { label: 'Undo', undoes: true, run: () => void moveBack(services, list, done) },
		});
	}
	return outcome;
}
