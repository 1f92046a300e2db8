import type { User } from 'cognito-local/lib/services/userPoolService.js';
import { UserPoolError } from './errors.ts';

/** Wrong codes before a new one has to be asked for. */
const MAX_WRONG = 5;

interface Given {
	readonly Username: string;
	readonly ConfirmationCode: string;
}

/** When codes were sent and how often they were mistyped, which cognito-local does not keep. */
export class IssuedCodes {
	readonly #codes = new Map<string, { readonly at: number; wrong: number }>();

	issued(username: string): void {
		this.#codes.set(username, { at: Date.now(), wrong: 0 });
	}

	/** Throws unless the code is the one that was sent to this person, and still good. */
	check(user: User | null, given: Given, lifetimeMs: number): void {
		const issued = this.#codes.get(given.Username);
		if (issued && issued.wrong >= MAX_WRONG) {
			throw new UserPoolError(
				'LimitExceededException',
				'Attempt limit exceeded, please try after some time.',
			);
		}
		const isExpired = issued !== undefined && issued.at + lifetimeMs < Date.now();
		if (user && (!user.ConfirmationCode || isExpired)) {
			throw new UserPoolError(
				'ExpiredCodeException',
				'Invalid code provided, please request a code again.',
			);
		}
		if (user?.ConfirmationCode === given.ConfirmationCode) return;
		if (issued) issued.wrong += 1;
		throw new UserPoolError(
			'CodeMismatchException',
			'Invalid verification code provided, please try again.',
		);
	}
}
