import type { ResponseOf } from '#contract/endpoint';
import type { File } from '#contract/entries';
import { pricesOf, restorePrice } from '#contract/prices';
import { extendRestore, listRestored } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { formatUntil } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { uuidv7 } from 'uuidv7';
import type { OtherTabs } from '../other-tabs';
import { inParts } from './restore-quote';

type Page = ResponseOf<typeof listRestored>;
export type RestoredCopy = Page['restored'][number];

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
	#prices = $state.raw<Page['prices']>();
	#busy = $state.raw(false);
	#reading = new AbortController();
	/** Of presses whose answer was lost: pressed again they are the same requests, and nothing is paid for twice. */
	readonly #ids = new Map<string, string>();

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

	/** The price table that is reckoned with; undefined until the shelf is read. */
	get prices(): Page['prices'] | undefined {
		return this.#prices;
	}

	/** What keeping copies for `days` from now costs, in dollars; those that stay as long already cost nothing. */
	keepUsd(copies: readonly RestoredCopy[], days: number): number {
		const until = Date.now() + days * DAY_MS;
		const longer = copies.filter(({ restoredUntil }) => Date.parse(restoredUntil) < until);
		const bytes = longer.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		const billed = {
			retrieved: { files: 0, bytes: 0 },
			extended: { files: longer.length, bytes },
		};
		return restorePrice(pricesOf(this.#prices?.region ?? ''), billed, { tier: 'Bulk', days })
			.totalUsd;
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
			this.#prices = page.prices;
			this.#phase = 'ready';
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
			for (const { targets } of inParts(copies.map(targetOf))) {
				const press = JSON.stringify([targets, days]);
				const id = this.#ids.get(press) ?? uuidv7();
				this.#ids.set(press, id);
				const { files } = await call(extendRestore, { id, targets, days });
				this.#ids.delete(press);
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
