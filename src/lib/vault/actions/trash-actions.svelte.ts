import type { Entry } from '#contract/entries';
import { purgeEntries, purgeTrash } from '#contract/purge';
import { naming } from '../entry/naming';
import { without, type EntryList } from '../list/entry-list.svelte';
import type { Selection } from '../list/selection.svelte';
import { targetsOf } from '../restore/restore-wish';
import type { ActionServices } from './action-services';
import { beginLong, inCalls } from './in-calls';
import type { Work } from './left-work';
import type { LongWork } from './long-work';
import { putBackAll } from './put-back-all';

/** What a person must confirm, because nothing brings it back. */
export type PurgeQuestion =
	| { readonly kind: 'entries'; readonly entries: readonly Entry[] }
	| { readonly kind: 'everything' };

/** What can be done to entries that lie in the trash. */
export class TrashActions {
	readonly #services: ActionServices;
	readonly #list: EntryList;
	readonly #selection: Selection;
	#question = $state.raw<PurgeQuestion>();

	constructor(list: EntryList, selection: Selection, services: ActionServices) {
		this.#services = services;
		this.#list = list;
		this.#selection = selection;
	}

	get question(): PurgeQuestion | undefined {
		return this.#question;
	}

	ask(question: PurgeQuestion): void {
		this.#question = question;
	}

	dismissQuestion(): void {
		this.#question = undefined;
	}

	/** Where they were. */
	async putBack(entries: readonly Entry[]): Promise<void> {
		const done = await this.#removing(
			entries,
			async (entryIds, onlong) => {
				const answer = await putBackAll(this.#services.call, entryIds, onlong);
				this.#services.folderViews.admit(answer.entries);
			},
			() => this.#begin({ kind: 'put-back', ids: entries.map(({ id }) => id) }),
		);
		if (done.length > 0)
			this.#services.toasts.show(`${naming(done)} put back`, { tone: 'success' });
	}

	/** Out of the archive: the entries stay in the trash. */
	restoreFromArchive(entries: readonly Entry[]): void {
		this.#services.restores.ask({ targets: targetsOf(entries), name: naming(entries) });
	}

	/** Deletes what was asked about. It is hidden at once; S3 lets go of the bytes soon after. */
	async purge(question: PurgeQuestion): Promise<void> {
		if (question.kind === 'everything') await this.#purgeAll();
		else await this.#purgeSome(question.entries);
		await this.#services.vault.refreshUsage();
	}

	async #purgeSome(entries: readonly Entry[]): Promise<void> {
		const done = await this.#removing(
			entries,
			(entryIds) => this.#services.call(purgeEntries, { entryIds }),
			() => this.#begin({ kind: 'purge', ids: entries.map(({ id }) => id) }),
		);
		if (done.length > 0) this.#services.toasts.show(`${naming(done)} deleted forever`);
	}

	async #purgeAll(): Promise<void> {
		let work: LongWork | undefined;
		try {
			await this.#list.attempt(
				() => [],
				async () => {
					while (!(await this.#services.call(purgeTrash, {})).emptied)
						work ??= await this.#begin({ kind: 'empty' });
				},
			);
			this.#services.otherTabs.tell();
			this.#services.toasts.show('The trash is empty');
		} catch (error) {
			this.#services.toasts.failure(error);
		} finally {
			work?.end();
		}
		// What came into the trash meanwhile, or was further down than we had loaded.
		void this.#list.refresh();
	}

	#begin(work: Work): Promise<LongWork> {
		return beginLong(this.#services, work);
	}

	async #removing(
		entries: readonly Entry[],
		send: (entryIds: string[], onlong: () => void) => Promise<unknown>,
		begin?: () => Promise<LongWork>,
	): Promise<readonly Entry[]> {
		this.#selection.stepAside(new Set(entries.map((entry) => entry.id)));
		const { done, failure } = await inCalls(
			entries,
			(part, turn, onlong) => {
				const entryIds = part.map((entry) => entry.id);
				return this.#list.attempt(without(entryIds), async () => {
					await turn;
					return send(entryIds, onlong);
				});
			},
			begin,
		);
		if (done.length > 0) this.#services.otherTabs.tell();
		if (failure !== undefined) this.#services.toasts.failure(failure);
		return done;
	}
}
