import type { ResponseOf } from '#contract/endpoint';
import type { Entry } from '#contract/entries';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';

type Details = ResponseOf<typeof getEntry>;

/** All there is to know about one entry at a time: its path and its versions. */
export class EntryDetails {
	readonly #call: Call;
	#entry = $state.raw<Entry>();
	#details = $state.raw<Details>();
	#failure = $state.raw<unknown>();
	#reading = new AbortController();

	constructor(call: Call) {
		this.#call = call;
	}

	/** What is known of it now: from the list it was chosen in, until the server has answered. */
	get entry(): Entry | undefined {
		return this.#details?.entry ?? this.#entry;
	}

	/** Undefined until the server has answered. */
	get details(): Details | undefined {
		return this.#details;
	}

	get failure(): unknown {
		return this.#failure;
	}

	async read(entry: Entry): Promise<void> {
		this.#reading.abort();
		const { signal } = (this.#reading = new AbortController());
		// The old details of the same entry stay until the new ones are here.
		if (this.#entry?.id !== entry.id) this.#details = undefined;
		this.#entry = entry;
		this.#failure = undefined;
		try {
			const details = await this.#call(getEntry, { entryId: entry.id }, { signal });
			if (!signal.aborted) this.#details = details;
		} catch (error) {
			if (!signal.aborted) this.#failure = error;
		}
	}

	/** Reads the next page of versions, if there is one. Throws `ApiError`. */
	async readMoreVersions(): Promise<void> {
		const details = this.#details;
		if (details?.nextCursor == null) return;
		const { signal } = this.#reading;
		const request = { entryId: details.entry.id, cursor: details.nextCursor };
		const { versions, nextCursor } = await this.#call(getEntry, request, { signal });
		if (signal.aborted || this.#details !== details) return;
		this.#details = { ...details, versions: [...details.versions, ...versions], nextCursor };
	}
}
