import { searchEntries } from '#contract/search';
import type { Call } from '$lib/api/call';
import type { FoundFolder } from './found-folder';
import { recentFolders } from './recent-folders';

/** Folders that are offered instead of a walk to them: those of late, and those that are called as was typed. */
export class FolderFinder {
	readonly #call: Call;
	#recent = $state.raw<readonly FoundFolder[]>([]);
	/** Undefined while nothing is searched for. */
	#found = $state.raw<readonly FoundFolder[]>();
	#failure = $state.raw<unknown>();
	#asking = new AbortController();

	constructor(call: Call) {
		this.#call = call;
	}

	get recent(): readonly FoundFolder[] {
		return this.#recent;
	}

	get found(): readonly FoundFolder[] | undefined {
		return this.#found;
	}

	/** Why nothing was found out; undefined where something was, or nothing is searched for. */
	get failure(): unknown {
		return this.#failure;
	}

	async openRecent(): Promise<void> {
		this.#recent = await recentFolders.find(this.#call);
	}

	/** The newest question wins. Nothing typed ends the search. */
	async find(typed: string): Promise<void> {
		this.#asking.abort();
		const { signal } = (this.#asking = new AbortController());
		const query = typed.trim();
		this.#failure = undefined;
		if (query === '') {
			this.#found = undefined;
			return;
		}
		try {
			const { results } = await this.#call(searchEntries, { query, type: 'folder' }, { signal });
			if (!signal.aborted)
				this.#found = results.map(({ entry: { id, name }, path }) => ({ id, name, path }));
		} catch (error) {
			if (!signal.aborted) this.#failure = error;
		}
	}
}
