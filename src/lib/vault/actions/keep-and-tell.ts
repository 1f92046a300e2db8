import type { Entry } from '#contract/entries';
import { ENTRIES_PER_CALL_MAX } from '#contract/limits';
import { naming } from '../entry/naming';
import type { EntryList } from '../list/entry-list.svelte';
import { targetsOf } from '../restore/restore-wish';
import type { ActionServices } from './action-services';
import { inCalls } from './in-calls';
import { isPartlyArchived, keptWords, needsRestore, sendKeep, tellAll } from './keep-ready';

interface Wish {
	readonly entries: readonly Entry[];
	readonly keep: boolean;
}

/** Keeps entries ready, or no longer, and says so; then asks about restoring what is in the archive by now. Throws `ApiError`. */
export async function keepAndTell(
	services: ActionServices,
	list: EntryList,
	{ entries, keep }: Wish,
): Promise<void> {
	const { call, otherTabs, restores, toasts } = services;
	const { done, failure, told, isTold } = await send(services, list, { entries, keep });
	if (done.length > 0) {
		let isUndone = false;
		const run = () => {
			isUndone = true;
			void send(services, list, { entries: done, keep: !keep });
		};
		otherTabs.tell();
		const action = { label: 'Undo', undoes: true, run } as const;
		const toast = toasts.show(`${naming(done)} ${keptWords(keep)}`, { action });
		if (!isTold) {
			void tellAll(call, { told, isTold }, (files, isAll) => {
				const text = `${naming(done)} ${keptWords(keep, isAll ? undefined : files)}`;
				if (!isUndone) toasts.update(toast, text);
			});
		}
	}
	if (failure !== undefined) toasts.failure(failure);
	if (!keep || done.length === 0) return;
	const hasFolder = done.some(({ kind }) => kind === 'folder');
	const some = done.slice(0, ENTRIES_PER_CALL_MAX);
	if (!needsRestore(done) && !(hasFolder && (await isPartlyArchived(call, some)))) return;
	restores.ask({ targets: targetsOf(done), name: naming(done), keeps: true });
}

async function send({ call }: ActionServices, list: EntryList, { entries, keep }: Wish) {
	let told = 0;
	let isTold = true;
	const outcome = await inCalls(entries, async (part, turn) => {
		await turn;
		const kept = await sendKeep(call, part, keep);
		told += kept.told;
		({ isTold } = kept);
		list.accept(list.placing(kept.entries));
	});
	return { ...outcome, told, isTold };
}
