import {
	FOLDER_DEPTH_MAX,
	FOLDER_NAMES_PER_CALL_MAX,
	FOLDER_PATHS_PER_CALL_MAX,
} from '#contract/limits';
import { canonicalName } from '#contract/names';
import { ApiError } from '$lib/errors/api-error';
import { Batcher } from '../../concurrency/batcher';

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

/** Characters of names in one call, so that its body stays within what the functions read. */
const CALL_MAX_CHARS = 100_000;

/** Makes the folders of one batch, each asked for once however many files lie in it. */
export class FolderMaker {
	readonly #targetId: string;
	readonly #batcher: Batcher<FolderPath, EnsuredFolder>;
	readonly #asked = new Map<string, Promise<string>>();

	constructor(targetId: string, ensure: EnsureFolders) {
		this.#targetId = targetId;
		this.#batcher = new Batcher({
			ask: (paths) => inCalls(paths, (some) => ensure(targetId, some)),
			countFor: () => FOLDER_PATHS_PER_CALL_MAX,
			idleMs: 10,
			oneAtATime: true,
		});
	}

	/** The folder's id. Throws `ApiError`; a path that failed in passing is asked for again next time. */
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

	async #make(path: FolderPath): Promise<string> {
		const refused = refusalOf(path);
		if (refused !== undefined) throw refused;
		const made = await this.#batcher.add(path);
		if (made.outcome === 'ready') return made.folderId;
		throw new ApiError(made.code, { reason: made.reason });
	}
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
