import { exclusively } from '$lib/concurrency/exclusively';
import { plural } from '$lib/format/plural';
import { quoted } from '$lib/format/quoted';
import type { ActionServices } from './action-services';
import { LeftWork, type Work } from './left-work';

/** While work of many calls is under way: says how far it is, asks before the page is left, and writes down what is left of it. */
export class LongWork {
	readonly #toasts: ActionServices['toasts'];
	readonly #vaultId: string | undefined;
	readonly #work: Work;
	readonly #kept = new LeftWork();
	readonly #toast: number;
	readonly #over = Promise.withResolvers<undefined>();
	#isBeingLeft = false;

	constructor({ toasts, vault }: Pick<ActionServices, 'toasts' | 'vault'>, work: Work) {
		this.#toasts = toasts;
		this.#vaultId = vault.rootId;
		this.#work = work;
		this.#toast = toasts.show(words(work, 0), { stays: true });
		this.#keep(work);
		addEventListener('beforeunload', this.#ask);
		// Held until the tab is gone: another one then knows that it is left.
		void exclusively(this.#kept.key, () => this.#over.promise);
	}

	/** So many entries are done, or files copied; `left` is what is to be done now. */
	reached(count: number, left = leftOf(this.#work, count)): void {
		this.#isBeingLeft = false;
		this.#keep(left);
		this.#toasts.update(this.#toast, words(this.#work, count));
	}

	/** It is done, or has failed, which its caller tells. What fails because the page is left stays written down. */
	end(): void {
		if (!this.#isBeingLeft) this.#kept.forget();
		removeEventListener('beforeunload', this.#ask);
		this.#toasts.dismiss(this.#toast);
		this.#over.resolve(undefined);
	}

	#keep(left: Work): void {
		if (this.#vaultId !== undefined) this.#kept.keep(this.#vaultId, left);
	}

	readonly #ask = (event: BeforeUnloadEvent): void => {
		this.#isBeingLeft = true;
		event.preventDefault();
	};
}

function leftOf(work: Work, count: number): Work {
	return 'ids' in work ? { ...work, ids: work.ids.slice(count) } : work;
}

function words(work: Work, count: number): string {
	switch (work.kind) {
		case 'copy':
			return count === 0
				? `Copying ${work.name}…`
				: `Copying ${work.name}: ${plural(count, 'file')} so far. Keep this page open.`;
		case 'empty':
			return `Emptying the trash. Keep this page open.`;
		case 'trash':
			return `Moving ${plural(work.ids.length, 'item')} to trash: ${plural(count, 'item')} so far. Keep this page open.`;
		case 'put-back':
			return `Putting ${plural(work.ids.length, 'item')} back: ${plural(count, 'item')} so far. Keep this page open.`;
		case 'move':
			return work.target.name === ''
				? `Moving ${plural(work.ids.length, 'item')} back: ${plural(count, 'item')} so far. Keep this page open.`
				: `Moving ${plural(work.ids.length, 'item')} to ${quoted(work.target.name)}: ${plural(count, 'item')} so far. Keep this page open.`;
		case 'purge':
			return `Deleting ${plural(work.ids.length, 'item')} forever: ${plural(count, 'item')} so far. Keep this page open.`;
	}
}
