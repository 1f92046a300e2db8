import { isMedia } from '#contract/content-types';
import type { ResponseOf } from '#contract/endpoint';
import type { Entry, File } from '#contract/entries';
import { takenAt, takenOn } from '#contract/media-time';
import { listMonths, listTimeline } from '#contract/timeline';
import type { Call } from '$lib/api/call';
import { EntryList, without, type End } from '$lib/vault/list/entry-list.svelte';
import { Selection } from '$lib/vault/list/selection.svelte';
import { tick } from 'svelte';

/** A month with pictures, as `2012-04`, and how many. */
export type GalleryMonth = ResponseOf<typeof listMonths>['months'][number];
type Page = ResponseOf<typeof listTimeline>;

/** The first page: a screen of the smallest pictures, and on a phone's line a third of what a whole page weighs. */
const FIRST_PAGE = '80';
/** Pages that are read at once, as far as a person would wait: 5,000 pictures. */
const REACH_PAGES_MAX = 25;
/** So many newer pictures are read at once, and then the rest of their month. */
const NEWER_LEAST = 100;

/**
 * Pictures and films of the whole vault, newest first by the day they were taken on. What is loaded has no gaps. It begins at the newest or, after
 * `goTo`, at a month: newer ones then come above it, whole months at a time, so that no row of theirs is broken anew.
 */
export class GalleryTimeline {
	readonly list: EntryList;
	readonly selection: Selection;
	readonly #call: Call;
	#months = $state.raw<readonly GalleryMonth[]>([]);
	/** Of what is loaded: it was taken before this day. Undefined where it begins at the newest. */
	#before = $state.raw<string>();
	#jumps = $state.raw(0);
	#isPrepending = $state.raw(false);
	#going: AbortController | undefined;
	#readingNewer: Promise<void> | undefined;
	/** The first page where it has been read before the list asks for it. */
	#firstPage: Page | undefined;

	constructor(call: Call) {
		this.#call = call;
		this.list = new EntryList((cursor, signal) => this.#readPage(cursor, signal), {
			order: (a, b) => (placeOf(a) < placeOf(b) ? 1 : -1),
			belongs: (entry) => this.#belongs(entry),
		});
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}

	/** Of the whole gallery, newest first; empty until `readMonths`. */
	get months(): readonly GalleryMonth[] {
		return this.#months;
	}

	/** The day before which everything loaded was taken; undefined where there is nothing newer. */
	get before(): string | undefined {
		return this.#before;
	}

	/** Pictures that are newer than all that is loaded. */
	get ahead(): number {
		const before = this.#before;
		if (before === undefined) return 0;
		return sum(this.#months.filter(({ month }) => `${month}-01` >= before));
	}

	/** Counts how often another part of the gallery has taken the place of what was loaded. */
	get jumps(): number {
		return this.#jumps;
	}

	/** True while what comes into the list stands above all that is there. */
	get isPrepending(): boolean {
		return this.#isPrepending;
	}

	/** Throws `ApiError`. */
	async readMonths(): Promise<void> {
		this.#months = (await this.#call(listMonths, {})).months;
	}

	has(month: string): boolean {
		return this.list.entries.some((entry) => monthOf(entry) === month);
	}

	/**
	 * Loads a month that is not there yet: the list then begins with it. While something is selected, which has to stay, or with `gapless`, all between
	 * is read, as far as a person would wait. The newest call wins. Throws `ApiError`.
	 */
	async goTo(month: string, { gapless = this.selection.count > 0 } = {}): Promise<void> {
		this.#going?.abort();
		if (this.has(month)) return;
		if (gapless) return this.#readUpTo(month);
		const { signal } = (this.#going = new AbortController());
		const before = this.#months[0]?.month === month ? undefined : dayAfter(month);
		let page: Page;
		let cursor: string | undefined;
		do {
			const request = { only: 'media', takenBefore: before, cursor } as const;
			page = await this.#call(listTimeline, request, { signal });
			cursor = page.nextCursor ?? undefined;
		} while (page.files.length === 0 && cursor !== undefined);
		if (signal.aborted || page.files.length === 0) return;
		this.#before = before;
		this.#firstPage = page;
		this.list.accept(() => page.files);
		this.#jumps += 1;
		await this.list.refresh();
	}

	/** Reads what was taken next after what is loaded. Calls at the same time share one reading. Throws `ApiError`. */
	loadNewer(): Promise<void> {
		this.#readingNewer ??= this.#readNewer().finally(() => (this.#readingNewer = undefined));
		return this.#readingNewer;
	}

	async #readNewer(): Promise<void> {
		const from = this.#before;
		if (from === undefined) return;
		const before = newerBound(this.#months, from);
		const files: File[] = [];
		let cursor: string | undefined;
		do {
			const request = { only: 'media', takenFrom: from, takenBefore: before, cursor } as const;
			const page = await this.#call(listTimeline, request);
			files.push(...page.files);
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		// Another month took its place meanwhile.
		if (this.#before !== from) return;
		this.#before = before;
		this.#isPrepending = true;
		this.list.accept((entries) => [...files, ...without(files.map(({ id }) => id))(entries)]);
		await tick();
		this.#isPrepending = false;
	}

	/** Loads the newest pictures, or the oldest, as far as a person would wait; a range has no gaps. Throws `ApiError`. */
	async reach(end: End, options: { readonly gapless: boolean }): Promise<void> {
		const month = this.#months.at(end === 'start' ? 0 : -1)?.month;
		if (month !== undefined) await this.goTo(month, options);
		const isThere = month === undefined || this.has(month);
		if (end === 'end' && isThere) await this.list.loadRest(REACH_PAGES_MAX);
	}

	async #readUpTo(month: string): Promise<void> {
		for (let pages = 0; pages < REACH_PAGES_MAX && !this.has(month); pages++) {
			const isNewer = this.#before !== undefined && `${month}-01` >= this.#before;
			if (isNewer) await this.loadNewer();
			else await this.list.loadMore();
			if (!isNewer && (this.list.complete || this.list.moreFailed)) return;
		}
	}

	async #readPage(cursor: string | undefined, signal: AbortSignal) {
		const read = this.#firstPage;
		this.#firstPage = undefined;
		const isFirst = cursor === undefined && this.list.entries.length === 0;
		const { files, nextCursor } =
			cursor === undefined && read !== undefined
				? read
				: await this.#call(
						listTimeline,
						{
							only: 'media',
							takenBefore: this.#before,
							cursor,
							...(isFirst && { limit: FIRST_PAGE }),
						},
						{ signal },
					);
		return { entries: files, nextCursor };
	}

	#belongs(entry: Entry): boolean {
		if (entry.kind === 'folder' || !isMedia(entry.contentType)) return false;
		return this.#before === undefined || takenOn(entry) < this.#before;
	}
}

function sum(months: readonly GalleryMonth[]): number {
	return months.reduce((files, month) => files + month.files, 0);
}

/** The day before which the next newer months end that hold enough together; undefined where they are the newest. */
function newerBound(months: readonly GalleryMonth[], from: string): string | undefined {
	const newer = months.filter(({ month }) => `${month}-01` >= from).toReversed();
	let files = 0;
	for (const month of newer.slice(0, -1)) {
		files += month.files;
		if (files >= NEWER_LEAST) return dayAfter(month.month);
	}
	return undefined;
}

/** The first day after a month: `2013-01-01` after `2012-12`. */
function dayAfter(month: string): string {
	const [year = 0, number = 0] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number)).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** The month a picture was taken in. */
function monthOf(entry: Entry): string | undefined {
	return entry.kind === 'file' ? takenOn(entry).slice(0, 'YYYY-MM'.length) : undefined;
}

/** As text that sorts: see [Note: The order of the gallery]. */
function placeOf(entry: Entry): string {
	return entry.kind === 'file' ? `${takenOn(entry)} ${takenAt(entry)} ${entry.id}` : '';
}
