import type { ResponseOf } from '#contract/endpoint';
import type { listUnfinishedUploads } from '#contract/uploads';
import type { ChosenFile } from '../selection/selection';

export type UnfinishedPage = ResponseOf<typeof listUnfinishedUploads>;
export type UnfinishedUpload = UnfinishedPage['uploads'][number];

/** What began this recently may well be on its way on the other device, in milliseconds. */
const UNDERWAY_MS = 15 * 60_000;

/** Pages read in one look: 5,000 uploads. Those after them are read when these are gone. */
const PAGES_MAX = 25;

interface ElsewhereParts {
	/** One page of what has begun and not ended, on any device, oldest first. Fails with `ApiError`. */
	readonly list: (cursor: string | undefined) => Promise<UnfinishedPage>;
	/** Frees the room and drops the bytes. Idempotent. */
	readonly abort: (uploadId: string) => Promise<void>;
}

/** Uploads that another device, or this one before it forgot them, has begun and not ended. */
export class Elsewhere {
	readonly #parts: ElsewhereParts;
	#list = $state.raw<readonly UnfinishedUpload[]>([]);
	#hasMore = $state(false);
	#known: readonly string[] = [];

	constructor(parts: ElsewhereParts) {
		this.#parts = parts;
	}

	/** Oldest first. */
	get list(): readonly UnfinishedUpload[] {
		return this.#list;
	}

	/** There are more than are listed. */
	get hasMore(): boolean {
		return this.#hasMore;
	}

	/** Asks once; `known` are the batches of this device. Where there is no answer nothing is shown: it is no errand of the person. */
	async look({
		known,
		signal,
	}: {
		readonly known: readonly string[];
		readonly signal: AbortSignal;
	}): Promise<void> {
		this.#known = known;
		try {
			const { uploads, hasMore } = await this.#read();
			if (signal.aborted) return;
			this.#list = uploads;
			this.#hasMore = hasMore;
		} catch {
			return;
		}
	}

	/** Gives all of them up, those that are not listed yet too. Throws `ApiError`; what was not given up is shown again. */
	async discardAll(): Promise<void> {
		const before = this.#list;
		this.#list = [];
		try {
			await this.#abort(before);
		} catch (error) {
			this.#list = before;
			throw error;
		}
		while (this.#hasMore) {
			const { uploads, hasMore } = await this.#read();
			this.#hasMore = hasMore && uploads.length > 0;
			await this.#abort(uploads);
		}
	}

	async #abort(uploads: readonly UnfinishedUpload[]): Promise<void> {
		await Promise.all(uploads.map(({ uploadId }) => this.#parts.abort(uploadId)));
	}

	async #read(): Promise<{ uploads: readonly UnfinishedUpload[]; hasMore: boolean }> {
		const latest = Date.now() - UNDERWAY_MS;
		const uploads: UnfinishedUpload[] = [];
		let cursor: string | undefined;
		for (let pages = 0; pages < PAGES_MAX; pages++) {
			const page = await this.#parts.list(cursor);
			uploads.push(
				...page.uploads.filter(
					({ batchId, createdAt }) =>
						!this.#known.includes(batchId) && Date.parse(createdAt) < latest,
				),
			);
			if (page.nextCursor === null) return { uploads, hasMore: false };
			cursor = page.nextCursor;
		}
		return { uploads, hasMore: true };
	}

	/** Those whose file is among these, by name and size; they are shown no more. */
	take(files: readonly ChosenFile[]): readonly (readonly [UnfinishedUpload, ChosenFile])[] {
		const left = [...files];
		const found = this.#list.flatMap((upload) => {
			const at = left.findIndex(
				({ file }) => file.name === upload.name && file.size === upload.sizeBytes,
			);
			const [file] = at === -1 ? [] : left.splice(at, 1);
			return file === undefined ? [] : [[upload, file] as const];
		});
		const taken = new Set(found.map(([upload]) => upload));
		this.#list = this.#list.filter((each) => !taken.has(each));
		return found;
	}

	forget(): void {
		this.#list = [];
		this.#hasMore = false;
	}
}
