import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { notAuthorized } from './errors.ts';

/** Cognito's default lifetime of the session between two steps of signing in. */
const SESSION_MS = 3 * 60_000;
/** Wrong codes before the password has to be given again. */
const MAX_ATTEMPTS = 3;

const challengeResponse = v.object({
	Session: v.optional(v.string(), ''),
	ChallengeName: v.string(),
});

interface OpenChallenge {
	readonly username: string;
	readonly challenge: string;
	readonly expiresAt: number;
	attempts: number;
}

/**
 * Remembers who has passed the first step of signing in. cognito-local accepts any session text, so
 * that a code alone, without the password, would be enough.
 */
export class Challenges {
	readonly #open = new Map<string, OpenChallenge>();

	/** A session for the person who is about to be asked for `challenge`. */
	begin(username: string, challenge: string): string {
		const session = randomUUID() + randomUUID();
		this.#open.set(session, {
			username,
			challenge,
			expiresAt: Date.now() + SESSION_MS,
			attempts: 0,
		});
		return session;
	}

	/** Throws unless the answer belongs to a session that is still open; counts the attempt. */
	check(username: string, input: unknown): string {
		const { Session, ChallengeName } = v.parse(challengeResponse, input);
		const open = this.#open.get(Session);
		const isValid =
			open?.username === username &&
			open.challenge === ChallengeName &&
			open.expiresAt > Date.now() &&
			open.attempts < MAX_ATTEMPTS;
		if (!isValid) throw notAuthorized('Invalid session for the user.');
		open.attempts += 1;
		return Session;
	}

	end(session: string): void {
		this.#open.delete(session);
	}
}
