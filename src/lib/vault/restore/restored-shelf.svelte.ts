import type { ResponseOf } from '#contract/endpoint';
import type { File } from '#contract/entries';
import { extendRestore, listRestored } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { formatUntil } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import type { OtherTabs } from '../other-tabs';
import { inParts, quoteAll, type RestoreQuote } from './restore-quote';

export type RestoredCopy = ResponseOf<typeof listRestored>['restored'][number];

interface ShelfServices {
	readonly call: Call;
	readonly toasts: Toasts;
	readonly otherTabs: OtherTabs;
}

/** The steps in which copies are kept longer, in days from now. */
const KEEP_DAYS = [7, 30, 90];
const DAY_MS = 24 * 3600 * 1000;

/** For how many days from `now` a copy would be kept by one press; undefined where it stays as long as it can. */
export function keepDays(restoredUntil: string, now: Date): number | undefined {
	const left = (new Date(restoredUntil).getTime() - now.getTime()) / DAY_MS;
	return KEEP_DAYS.find((days) => days > left + 1);
}

/** The copies that are there, those that go first on top. */
export class RestoredShelf {
	readonly #services: ShelfServices;
	#copies = $state.raw<readonly RestoredCopy[]>([]);
	#nextCursor = $state.raw<string | null>(null);
	#phase = $state.raw<'loading' | 'ready' | 'failed'>('loading');
	#failure = $state.raw<unknown>();
	#quote = $state.raw<RestoreQuote>();
	#busy = $state.raw(false);
	#reading = new AbortController();

	constructor(services: ShelfServices) {
		this.#services = services;
	}

	get copies(): readonly RestoredCopy[] {
		return this.#copies;
	}

	get phase(): 'loading' | 'ready' | 'failed' {
		return this.#phase;
	}

	get failure(): unknown {
		return this.#failure;
	}

	get complete(): boolean {
		return this.#nextCursor === null;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** Of keeping all copies shown for `keepAllDays`; undefined until it is known. */
	get quote(): RestoreQuote | undefined {
		return this.#quote;
	}

	/** For how many days from now all would be kept by one press. */
	get keepAllDays(): number | undefined {
		const [first] = this.#copies;
		return first && keepDays(first.restoredUntil, new Date());
	}

	/** Reads the shelf from its top. What is shown stays where it cannot be read just now. */
	async refresh(): Promise<void> {
		this.#reading.abort();
		const { signal } = (this.#reading = new AbortController());
		try {
			const page = await this.#services.call(listRestored, {}, { signal });
			if (signal.aborted) return;
			this.#copies = page.restored;
			this.#nextCursor = page.nextCursor;
			this.#phase = 'ready';
			await this.#readQuote(signal);
		} catch (error) {
			if (signal.aborted || this.#phase === 'ready') return;
			this.#failure = error;
			this.#phase = 'failed';
		}
	}

	async loadRest(): Promise<void> {
		const { signal } = this.#reading;
		try {
			while (this.#nextCursor !== null) {
				const page = await this.#services.call(
					listRestored,
					{ cursor: this.#nextCursor },
					{ signal },
				);
				this.#copies = [...this.#copies, ...page.restored];
				this.#nextCursor = page.nextCursor;
			}
		} catch (error) {
			if (!signal.aborted) this.#services.toasts.failure(error);
		}
	}

	/** Keeps copies for `days` from now. Those that are gone meanwhile are counted and leave the shelf. */
	async keep(copies: readonly RestoredCopy[], days: number): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		const { call, toasts, otherTabs } = this.#services;
		try {
			let refused = 0;
			for (const targets of inParts(copies.map(targetOf))) {
				const { files } = await call(extendRestore, { targets, days });
				refused += files.filter(({ outcome }) => outcome === 'refused').length;
			}
			const until = formatUntil(new Date(Date.now() + days * DAY_MS));
			if (refused > 0) {
				toasts.error(`${plural(refused, 'copy', 'copies')} ended meanwhile. Restore them again.`);
			} else {
				toasts.show(`${plural(copies.length, 'file')} restored until ${until}`, {
					tone: 'success',
				});
			}
			otherTabs.tell();
		} catch (error) {
			toasts.failure(error);
		} finally {
			this.#busy = false;
		}
		await this.refresh();
	}

	/** Without it the button stands there without a price, so none of this is worth an error. */
	async #readQuote(signal: AbortSignal): Promise<void> {
		const days = this.keepAllDays;
		this.#quote = undefined;
		if (days === undefined) return;
		const asked = { targets: this.#copies.map(targetOf), days };
		const quote = await quoteAll(this.#services.call, asked, { signal }).catch(() => undefined);
		if (!signal.aborted) this.#quote = quote;
	}
}

function targetOf({ file, versionId }: RestoredCopy) {
	return { entryId: file.id, versionId };
}

/** The restored version as a file that can be downloaded. */
export function asFile({ file, ...version }: RestoredCopy): File {
	const { versionId, sizeBytes, storageClass, restoredUntil } = version;
	const stored = { storageClass, restoredUntil, readyAbout: null, missingSince: null };
	return { ...file, versionId, sizeBytes, ...stored };
}
