import {
	FOLDER_DEPTH_MAX,
	FOLDER_NAMES_PER_CALL_MAX,
	FOLDER_PATHS_PER_CALL_MAX,
} from '#contract/limits';
import { canonicalName, numberedName } from '#contract/names';
import { ApiError } from '$lib/errors/api-error';
import { Batcher } from '../../concurrency/batcher';
import type { TakenFolder } from '../transfer/upload-task.svelte';

type FolderPath = readonly string[];

/** The folder a path ends in, or why it cannot be. */
export type EnsuredFolder =
	| { readonly outcome: 'ready'; readonly folderId: string }
	| {
			readonly outcome: 'refused';
			readonly code: ApiError['code'];
			readonly reason?: string | undefined;
	  };

/** Makes folders that are not there yet, answers in the order of `paths`. Idempotent. Fails with `ApiError`. */
export type EnsureFolders = (
	parentId: string,
	paths: readonly FolderPath[],
) => Promise<readonly EnsuredFolder[]>;

/** A file has the name of a folder that is to be made. */
export class FolderTaken extends ApiError {
	readonly taken: TakenFolder;

	constructor(taken: TakenFolder) {
		super('name_conflict');
		this.taken = taken;
	}
}

/** Characters of names in one call, so that its body stays within what the functions read. */
const CALL_MAX_CHARS = 100_000;

/** Makes the folders of one batch, each asked for once however many files lie in it. */
export class FolderMaker {
	readonly #targetId: string;
	readonly #batcher: Batcher<FolderPath, EnsuredFolder>;
	readonly #asked = new Map<string, Promise<string>>();
	/** What folders are called that stand beside a file of their name, by their path as it was chosen. */
	readonly #renamed = new Map<string, NumberedFolder>();

	constructor(targetId: string, ensure: EnsureFolders) {
		this.#targetId = targetId;
		this.#batcher = new Batcher({
			ask: (paths) => inCalls(paths, (some) => ensure(targetId, some)),
			countFor: () => FOLDER_PATHS_PER_CALL_MAX,
			idleMs: 10,
			oneAtATime: true,
		});
	}

	/** The folder goes beside the file that has its name, with a number after it. Told once more of the same name it does nothing: each of its files asks. */
	keepBoth({ folders, name }: TakenFolder): void {
		const key = JSON.stringify(folders);
		const { chosen, number } = this.#renamed.get(key) ?? {
			chosen: folders.at(-1) ?? '',
			number: 0,
		};
		if (name !== nameOf({ chosen, number })) return;
		// Asked again where that name is a file's too.
		this.#renamed.set(key, { chosen, number: number + 1 });
		this.#asked.clear();
	}

	/** The folder's id. Throws `ApiError`, `FolderTaken` where a file has the name of one; a path that failed in passing is asked for again next time. */
	idOf(path: FolderPath): Promise<string> {
		if (path.length === 0) return Promise.resolve(this.#targetId);
		const key = JSON.stringify(path);
		const known = this.#asked.get(key);
		if (known !== undefined) return known;
		const asked = this.#make(path);
		this.#asked.set(key, asked);
		asked.catch(() => this.#asked.delete(key));
		return asked;
	}

	async #make(chosen: FolderPath): Promise<string> {
		const path = chosen.map((name, index) => {
			const renamed = this.#renamed.get(JSON.stringify(chosen.slice(0, index + 1)));
			return renamed === undefined ? name : nameOf(renamed);
		});
		const refused = refusalOf(path);
		if (refused !== undefined) throw refused;
		const made = await this.#batcher.add(path);
		if (made.outcome === 'ready') return made.folderId;
		if (made.code === 'name_conflict') {
			// The file stands in the way of the highest folder that cannot be made either.
			const above = chosen.slice(0, -1);
			await this.idOf(above);
			throw new FolderTaken({ folders: chosen, name: path.at(-1) ?? '' });
		}
		throw new ApiError(made.code, { reason: made.reason });
	}
}

interface NumberedFolder {
	readonly chosen: string;
	/** 0 for none. */
	readonly number: number;
}

function nameOf({ chosen, number }: NumberedFolder): string {
	return number === 0 ? chosen : numberedName(chosen, number);
}

/** Checked before the call: the API refuses a whole call for one bad path. */
function refusalOf(path: FolderPath): ApiError | undefined {
	if (path.length > FOLDER_DEPTH_MAX) return new ApiError('too_deep');
	for (const segment of path) {
		const verdict = canonicalName(segment);
		if (!verdict.ok) return new ApiError('bad_name', { reason: verdict.reason });
	}
	return undefined;
}

async function inCalls(
	paths: readonly FolderPath[],
	ensure: (paths: readonly FolderPath[]) => Promise<readonly EnsuredFolder[]>,
): Promise<readonly EnsuredFolder[]> {
	const answers: EnsuredFolder[] = [];
	for (const call of callsOf(paths)) answers.push(...(await ensure(call)));
	return answers;
}

function callsOf(paths: readonly FolderPath[]): readonly (readonly FolderPath[])[] {
	const calls: FolderPath[][] = [];
	let chars = 0;
	let names = 0;
	for (const path of paths) {
		const pathChars = path.reduce((sum, segment) => sum + segment.length, 0);
		chars += pathChars;
		names += path.length;
		const last = calls.at(-1);
		if (last !== undefined && chars <= CALL_MAX_CHARS && names <= FOLDER_NAMES_PER_CALL_MAX) {
			last.push(path);
			continue;
		}
		calls.push([path]);
		chars = pathChars;
		names = path.length;
	}
	return calls;
}
