import type { Entry } from '#contract/entries';
import { trashEntries } from '#contract/vault';
import { ApiError } from '$lib/errors/api-error';
import { loaded } from '$lib/errors/loaded';
import { naming } from '../entry/naming';
import { without, type EntryList } from '../list/entry-list.svelte';
import type { Selection } from '../list/selection.svelte';
import { targetsOf } from '../restore/restore-wish';
import type { ActionServices, MoveTarget } from './action-services';
import { beginLong, inCalls } from './in-calls';

/** What the person is being asked; one question at a time. */
export type Question =
	/** In a dialog, or where the name stands. */
	| { readonly kind: 'rename' | 'rename-in-place'; readonly entry: Entry }
	| { readonly kind: 'move' | 'copy'; readonly entries: readonly Entry[] }
	| {
			readonly kind: 'move-conflict';
			readonly entries: readonly Entry[];
			readonly target: MoveTarget;
	  };

/**
 * What can be done to the entries of a list. Shown at once and taken back where the server refuses;
 * what can be undone offers that instead of asking first.
 */
export class EntryActions {
	readonly #services: ActionServices;
	readonly #list: EntryList;
	readonly #selection: Selection;
	#question = $state.raw<Question>();

	constructor(list: EntryList, selection: Selection, services: ActionServices) {
		this.#services = services;
		this.#list = list;
		this.#selection = selection;
	}

	get question(): Question | undefined {
		return this.#question;
	}

	ask(question: Question): void {
		this.#question = question;
	}

	dismissQuestion(): void {
		this.#question = undefined;
	}

	/** Throws `ApiError`: the dialog that asked for the name shows what is wrong with it. */
	async rename(entry: Entry, name: string): Promise<void> {
		const changing = await loaded(import('./change-entry'));
		await changing.rename(this.#services, this.#list, { entry, name });
	}

	/** A name that is taken at the target asks whether to keep both. */
	async move(
		entries: readonly Entry[],
		target: MoveTarget,
		onConflict: 'fail' | 'keep-both' = 'fail',
	): Promise<void> {
		this.#leaveBehind(entries);
		try {
			const { moveAndTell } = await loaded(import('./move-and-tell'));
			const how = { target, onConflict };
			const { done, failure } = await moveAndTell(this.#services, this.#list, entries, how);
			if (failure instanceof ApiError && failure.code === 'name_conflict')
				this.ask({ kind: 'move-conflict', entries: entries.slice(done.length), target });
			else if (failure !== undefined) this.#services.toasts.failure(failure);
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}

	/** With everything in them; the bytes stay in S3. */
	async copy(entries: readonly Entry[], target: MoveTarget): Promise<void> {
		try {
			const { copyAndTell } = await loaded(import('./copy-and-tell'));
			const made = await copyAndTell(this.#services, entries, target);
			this.#list.accept(this.#list.placing(made));
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}

	async trash(entries: readonly Entry[]): Promise<void> {
		this.#leaveBehind(entries);
		const { done, failure } = await inCalls(
			entries,
			(part, turn) =>
				this.#list.attempt(without(idsOf(part)), async () => {
					await turn;
					return this.#services.call(trashEntries, { entryIds: idsOf(part) });
				}),
			() => beginLong(this.#services, { kind: 'trash', ids: idsOf(entries) }),
		);
		if (done.length > 0) {
			this.#services.otherTabs.tell();
			this.#services.toasts.show(`${naming(done)} moved to trash`, {
				action: { label: 'Undo', undoes: true, run: () => void this.#untrash(done) },
			});
		}
		if (failure !== undefined) this.#services.toasts.failure(failure);
	}

	async download(entries: readonly Entry[]): Promise<void> {
		await this.#services.downloads.save(entries);
	}

	restoreFromArchive(entries: readonly Entry[]): void {
		this.#services.restores.ask({ targets: targetsOf(entries), name: naming(entries) });
	}

	/** What of them is in the archive already has to be restored first: the sheet says at which price. */
	async keepReady(entries: readonly Entry[], keep: boolean): Promise<void> {
		try {
			// What restoring takes is much of the contract, and few come to it.
			const { keepAndTell } = await loaded(import('./keep-and-tell'));
			await keepAndTell(this.#services, this.#list, { entries, keep });
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}

	/** Makes an older version of a file the current one. Throws `ApiError`. */
	async restoreVersion(entryId: string, versionId: string): Promise<void> {
		const changing = await loaded(import('./change-entry'));
		await changing.restore(this.#services, this.#list, { entryId, versionId });
	}

	async #untrash(done: readonly Entry[]): Promise<void> {
		try {
			const { untrash } = await loaded(import('./undo-change'));
			await untrash(this.#services, this.#list, done);
		} catch (error) {
			this.#services.toasts.failure(error);
		}
	}

	/** The keyboard stays near the place the entries leave. */
	#leaveBehind(entries: readonly Entry[]): void {
		this.#selection.stepAside(new Set(idsOf(entries)));
	}
}

function idsOf(entries: readonly Entry[]): string[] {
	return entries.map((entry) => entry.id);
}
