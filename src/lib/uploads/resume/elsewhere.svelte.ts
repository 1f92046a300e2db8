import type { ResponseOf } from '#contract/endpoint';
import type { listUnfinishedUploads } from '#contract/uploads';
import type { ChosenFile } from '../selection/selection';

export type UnfinishedUpload = ResponseOf<typeof listUnfinishedUploads>['uploads'][number];

/** What began this recently may well be on its way on the other device, in milliseconds. */
const UNDERWAY_MS = 15 * 60_000;

interface ElsewhereParts {
	readonly list: () => Promise<readonly UnfinishedUpload[]>;
	/** Frees the room and drops the bytes. Idempotent. */
	readonly abort: (uploadId: string) => Promise<void>;
}

/** Uploads that another device, or this one before it forgot them, has begun and not ended. */
export class Elsewhere {
	readonly #parts: ElsewhereParts;
	#list = $state.raw<readonly UnfinishedUpload[]>([]);

	constructor(parts: ElsewhereParts) {
		this.#parts = parts;
	}

	/** Oldest first. */
	get list(): readonly UnfinishedUpload[] {
		return this.#list;
	}

	/** Asks once; `known` are the batches of this device. Where there is no answer nothing is shown: it is no errand of the person. */
	async look({
		known,
		signal,
	}: {
		readonly known: readonly string[];
		readonly signal: AbortSignal;
	}): Promise<void> {
		const all = await this.#parts.list().catch(() => []);
		if (signal.aborted) return;
		const latest = Date.now() - UNDERWAY_MS;
		this.#list = all.filter(
			({ batchId, createdAt }) => !known.includes(batchId) && Date.parse(createdAt) < latest,
		);
	}

	/** Gives them up. Throws `ApiError`; what was not given up is shown again. */
	async discard(uploads: readonly UnfinishedUpload[]): Promise<void> {
		const before = this.#list;
		this.#list = before.filter((each) => !uploads.includes(each));
		try {
			await Promise.all(uploads.map(({ uploadId }) => this.#parts.abort(uploadId)));
		} catch (error) {
			this.#list = before;
			throw error;
		}
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
	}
}
