import { ApiError } from '$lib/errors/api-error';
import type { Clock, Connection } from './ports';
import { TransferError } from './transfer-error';

/** Failures in a row, with nothing going through in between, before a file is called failed: about three minutes. */
const FAILURES_MAX = 10;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Retries the requests of one file. 5xx, 429 and silence are retried after a growing pause, other refusals
 * never; time offline does not count; and whenever any request of the file went through, the count
 * begins anew, so that a long file on a bad line gets there.
 */
export class Retry {
	readonly #clock: Clock;
	readonly #connection: Connection;
	#successes = 0;

	constructor({ clock, connection }: { clock: Clock; connection: Connection }) {
		this.#clock = clock;
		this.#connection = connection;
	}

	async run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
		let failures = 0;
		let seen = this.#successes;
		for (;;) {
			await this.#connection.whenOnline(signal);
			try {
				const result = await attempt();
				this.#successes += 1;
				return result;
			} catch (error) {
				signal.throwIfAborted();
				if (!isPassing(error)) throw error;
				if (!this.#connection.online) continue;
				failures = seen === this.#successes ? failures + 1 : 1;
				seen = this.#successes;
				if (failures > FAILURES_MAX) throw error;
				await this.#clock.sleep(pauseMs(failures, error), signal);
			}
		}
	}
}

function isPassing(error: unknown): boolean {
	if (error instanceof ApiError) return error.transient;
	return error instanceof TransferError && error.passing;
}

/** Doubles, up to a limit, with chance so that many do not come back at once; the server's own wish is heard. */
function pauseMs(failures: number, error: unknown): number {
	const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
	const most = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
	return Math.max(asked, most / 2 + (Math.random() * most) / 2);
}
