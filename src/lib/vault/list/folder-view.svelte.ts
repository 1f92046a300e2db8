import type { ResponseOf } from '#contract/endpoint';
import type { Entry, Folder, Path, Sort } from '#contract/entries';
import { listFolder, type Origin } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { EntryList, type End } from './entry-list.svelte';
import { entryOrder, readerCollation } from './entry-order';
import { Selection } from './selection.svelte';

/** A page of a folder, as the vault answers it. */
export type FolderPage = ResponseOf<typeof listFolder>;
type Listing = Omit<
	FolderPage,
	'entries' | 'nextCursor' | 'previousCursor' | 'origins' | 'collation'
>;

/** One folder on the screen: its place, its entries in the chosen order, and what is selected among them. */
export class FolderView {
	readonly folderId: string;
	readonly list: EntryList;
	readonly selection: Selection;
	readonly #call: Call;
	#sort: Sort;
	#listing = $state.raw<Listing>();
	/** Of entries in the trash, by id. */
	#origins = $state.raw<ReadonlyMap<string, Origin>>(new Map());
	/** What is known of the path before the first answer, from the folder we came from. */
	readonly #expectedPath: Path | undefined;
	/** What was asked for before the id of the folder was known; undefined when it has been read, or did not come. */
	#asked: Promise<FolderPage | undefined> | undefined;

	constructor(
		folderId: string,
		{
			call,
			sort,
			expectedPath,
			asked,
		}: {
			readonly call: Call;
			readonly sort: Sort;
			readonly expectedPath?: Path | undefined;
			/** The first page in this order, if it is on its way already. */
			readonly asked?: Promise<FolderPage | undefined> | undefined;
		},
	) {
		this.folderId = folderId;
		this.#call = call;
		this.#sort = sort;
		this.#expectedPath = expectedPath;
		this.#asked = asked;
		this.list = new EntryList((...page) => this.#readPage(...page), {
			belongs: (entry) => entry.parentId === folderId,
			bothEnds: true,
		});
		this.selection = new Selection(() => this.list.entries.map((entry) => entry.id));
	}

	/** From the top folder down to this one; undefined until it is known. */
	get path(): Path | undefined {
		return this.#listing?.path ?? this.#expectedPath;
	}

	get folder(): Folder | undefined {
		return this.#listing?.folder;
	}

	/** True where the folder lies in the trash: nothing in it can be changed. */
	get trashed(): boolean {
		return this.#listing?.trashed ?? false;
	}

	/** Where an entry of the trash lay; undefined elsewhere. */
	originOf({ id }: Entry): Origin | undefined {
		return this.#origins.get(id);
	}

	/** Reads the folder again; in another order from scratch. */
	async show(sort: Sort): Promise<void> {
		if (sort === this.#sort) return this.list.refresh();
		this.#sort = sort;
		await this.list.reload();
	}

	/** Shows entries that have arrived in this folder; others are left out. */
	admit(entries: readonly Entry[]): void {
		this.list.accept(this.list.placing(entries));
	}

	async #readPage(cursor: string | undefined, signal: AbortSignal, from: End, skip: number) {
		const { folderId } = this;
		const sort = this.#sort;
		const collation = readerCollation();
		const skipped = skip === 0 ? undefined : String(skip);
		const request = { folderId, sort, collation, from, cursor, skip: skipped };
		const asked = this.#asked;
		this.#asked = undefined;
		const {
			entries,
			nextCursor,
			previousCursor,
			origins,
			collation: told,
			...listing
		} = (await asked) ?? (await this.#call(listFolder, request, { signal }));
		this.#listing = listing;
		if (origins.length > 0) {
			const read = origins.map((origin) => [origin.entryId, origin] as const);
			this.#origins = new Map([...this.#origins, ...read]);
		}
		return { entries, nextCursor, previousCursor, order: entryOrder(sort, told) };
	}
}
