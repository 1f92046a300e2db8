import type { ResponseOf } from '#contract/endpoint';
import type { Entry, File, Folder } from '#contract/entries';
import type { ErrorCode } from '#contract/errors';
import { COPY_CALL_MAX_FILES } from '#contract/limits';
import { numberedName } from '#contract/names';
import { copyFiles } from '#contract/uploads';
import { createFolder, getEntry, listFolder } from '#contract/vault';
import type { Call } from '$lib/api/call';
import { ApiError } from '$lib/errors/api-error';

type Answer = ResponseOf<typeof copyFiles>['files'][number];

/** A file and where its copy goes. */
interface Wanted {
	readonly file: File;
	readonly parentId: string;
}

export interface Copied {
	/** What lies in the target now: a copy of each entry of which one could be made. */
	readonly entries: readonly Entry[];
	/** Files that were not copied, and why the first of them was not. */
	readonly refusedCount: number;
	readonly refusal: ErrorCode | undefined;
}

/** Names that are tried for the copy of a folder. */
const NAMES_TRIED_MAX = 100;

/**
 * Copies entries to a folder, with everything in them: folders are made, and S3 copies the files. `progress` is told how many files
 * are copied. Throws `ApiError`, `cycle` for a folder into itself; what was copied until then stays.
 */
export async function copyEntries(
	call: Call,
	entries: readonly Entry[],
	{ targetId, progress }: { readonly targetId: string; readonly progress: (files: number) => void },
): Promise<Copied> {
	if (entries.some(({ kind }) => kind === 'folder')) await refuseCycle(call, entries, targetId);
	const copier = new Copier(call, progress);
	const made: Entry[] = [];
	const files = entries.filter((entry) => entry.kind === 'file');
	made.push(...(await copier.copy(files.map((file) => ({ file, parentId: targetId })))));
	for (const folder of entries.filter((entry) => entry.kind === 'folder')) {
		const copy = await makeFolder(call, folder.name, targetId);
		made.push(copy);
		await copier.fill(copy, folder);
	}
	return { entries: made, ...copier.refused };
}

class Copier {
	readonly #call: Call;
	readonly #progress: (files: number) => void;
	#copiedCount = 0;
	#refusedCount = 0;
	#refusal: ErrorCode | undefined;

	constructor(call: Call, progress: (files: number) => void) {
		this.#call = call;
		this.#progress = progress;
	}

	get refused(): Pick<Copied, 'refusedCount' | 'refusal'> {
		return { refusedCount: this.#refusedCount, refusal: this.#refusal };
	}

	/** Copies what lies in `from`, level by level. */
	async fill(to: Folder, from: Folder): Promise<void> {
		const levels = [{ to, from }];
		for (let level = levels.shift(); level !== undefined; level = levels.shift()) {
			let cursor: string | undefined;
			do {
				const folderId = level.from.id;
				const page = await this.#call(listFolder, { folderId, cursor });
				const parentId = level.to.id;
				for (const entry of page.entries) {
					if (entry.kind === 'file') continue;
					const { folder } = await this.#call(createFolder, { parentId, name: entry.name });
					levels.push({ to: folder, from: entry });
				}
				const files = page.entries.filter((entry) => entry.kind === 'file');
				await this.copy(files.map((file) => ({ file, parentId })));
				cursor = page.nextCursor ?? undefined;
			} while (cursor !== undefined);
		}
	}

	async copy(wanted: readonly Wanted[]): Promise<readonly File[]> {
		const copies: File[] = [];
		for (let start = 0; start < wanted.length; start += COPY_CALL_MAX_FILES) {
			const answers = await this.#copyPart(wanted.slice(start, start + COPY_CALL_MAX_FILES));
			for (const answer of answers) {
				if (answer.outcome === 'copied') copies.push(answer.file);
				else if (answer.outcome === 'refused') this.#refuse(answer.code);
			}
			this.#copiedCount += answers.filter(({ outcome }) => outcome === 'copied').length;
			this.#progress(this.#copiedCount);
		}
		return copies;
	}

	/** The same call again and again, until nothing of it is under way. */
	async #copyPart(wanted: readonly Wanted[]): Promise<readonly Answer[]> {
		const batch = { id: crypto.randomUUID(), fileCount: wanted.length };
		const files = wanted.map(({ file, parentId }) => ({
			ref: crypto.randomUUID(),
			entryId: file.id,
			parentId,
		}));
		for (;;) {
			const answer = await this.#call(copyFiles, { batch, files });
			if (!answer.files.some(({ outcome }) => outcome === 'copying')) return answer.files;
		}
	}

	#refuse(code: ErrorCode): void {
		this.#refusedCount += 1;
		this.#refusal ??= code;
	}
}

async function refuseCycle(call: Call, entries: readonly Entry[], targetId: string): Promise<void> {
	const { path } = await call(getEntry, { entryId: targetId });
	const above = new Set([targetId, ...path.map(({ id }) => id)]);
	if (entries.some(({ id }) => above.has(id))) throw new ApiError('cycle');
}

/** Beside another of its name it gets a number, as a file does. */
async function makeFolder(call: Call, name: string, parentId: string): Promise<Folder> {
	for (let number = 0; ; number += 1) {
		try {
			const tried = number === 0 ? name : numberedName(name, number);
			return (await call(createFolder, { parentId, name: tried })).folder;
		} catch (error) {
			const isTaken = error instanceof ApiError && error.code === 'name_conflict';
			if (!isTaken || number === NAMES_TRIED_MAX) throw error;
		}
	}
}
