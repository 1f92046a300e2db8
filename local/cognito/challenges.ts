import { randomUUID } from 'node:crypto';
import { notAuthorized } from './errors.ts';

/** Cognito's default lifetime of the session between two steps of signing in. */
const SESSION_MS = 3 * 60_000;
/** Wrong answers before the password has to be given again. */
const MAX_ATTEMPTS = 3;

interface OpenChallenge {
	readonly sub: string;
	readonly challenge: string;
	readonly expiresAt: number;
	attempts: number;
}

/** Remembers who has passed the first step of signing in. */
export class Challenges {
	readonly #open = new Map<string, OpenChallenge>();

	/** A session for the person who is about to be asked for `challenge`. */
	begin(sub: string, challenge: string): string {
		const session = randomUUID() + randomUUID();
		const expiresAt = Date.now() + SESSION_MS;
		this.#open.set(session, { sub, challenge, expiresAt, attempts: 0 });
		return session;
	}

	/** Throws unless the answer belongs to a session that is still open; counts the attempt. */
	check(sub: string, answer: { readonly Session: string; readonly ChallengeName: string }): void {
		const open = this.#open.get(answer.Session);
		const isValid =
			open?.sub === sub &&
			open.challenge === answer.ChallengeName &&
			open.expiresAt > Date.now() &&
			open.attempts < MAX_ATTEMPTS;
		if (!isValid) throw notAuthorized('Invalid session for the user.');
		open.attempts += 1;
	}

	end(session: string): void {
		this.#open.delete(session);
	}
}
