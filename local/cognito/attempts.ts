import { notAuthorized } from './errors.ts';

/** Wrong passwords before a person has to wait; each further one doubles the wait. */
const FREE = 5;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15 * 60_000;

interface Failures {
	readonly count: number;
	readonly waitUntil: number;
}

/**
 * Wrong passwords by address, as Cognito counts them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html, "Lockout behavior"
 */
export class Attempts {
	readonly #failures = new Map<string, Failures>();

	/** Throws while the person has to wait. */
	check(username: string): void {
		const failures = this.#failures.get(username.toLowerCase());
		if (failures && failures.waitUntil > Date.now()) {
			throw notAuthorized('Password attempts exceeded');
		}
	}

	failed(username: string): void {
		const name = username.toLowerCase();
		const count = (this.#failures.get(name)?.count ?? 0) + 1;
		const waitMs =
			count < FREE ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - FREE), LONGEST_WAIT_MS);
		this.#failures.set(name, { count, waitUntil: Date.now() + waitMs });
	}

	succeeded(username: string): void {
		this.#failures.delete(username.toLowerCase());
	}
}
