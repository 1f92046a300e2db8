import type { Call } from '$lib/api/call';

/** In browsers that do not tell when they are idle, in milliseconds. */
const REST_MS = 500;

/**
 * The time in which the page waits for no answer of the API: what is not needed yet, but near, is loaded
 * then. It begins after the answers with which the page was opened.
 */
export class SpareTime {
	readonly #beginning = Promise.withResolvers<undefined>();
	#turn: Promise<unknown> = this.#beginning.promise;
	#underway = 0;

	/** `call`, of whose answers the page waits. */
	awaiting(call: Call): Call {
		return async (...request) => {
			this.#underway += 1;
			try {
				return await call(...request);
			} finally {
				this.#underway -= 1;
				void this.#lookAround();
			}
		};
	}

	/** Runs `task` when its turn comes: one at a time, each when the browser is idle. What fails is needed later, or not at all. */
	use(task: () => unknown): void {
		this.#turn = this.#turn
			.then(idle)
			.then(task)
			.catch(() => undefined);
	}

	/** One answer often leads to the next request: the browser is idle only after both. */
	async #lookAround(): Promise<void> {
		await idle();
		if (this.#underway === 0) this.#beginning.resolve(undefined);
	}
}

function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
		else setTimeout(resolve, REST_MS);
	});
}
