import { randomInt } from 'node:crypto';
import type { AccountFile } from './account-file.ts';
import type { Account, Code } from './account.ts';
import { UserPoolError } from './errors.ts';

/** Wrong codes before a new one has to be asked for. */
const MAX_WRONG = 5;

/** A sign-up code is good for a day, a reset code for an hour. */
const LIFETIME_MS: Readonly<Record<Code['purpose'], number>> = {
	'sign-up': 24 * 60 * 60_000,
	reset: 60 * 60_000,
};

/** Six random digits. */
export function newCode(purpose: Code['purpose']): Code {
	const digits = String(randomInt(1_000_000)).padStart(6, '0');
	return { purpose, digits, sentAt: Date.now(), wrong: 0 };
}

export const codeMismatch = (): UserPoolError =>
	new UserPoolError(
		'CodeMismatchException',
		'Invalid verification code provided, please try again.',
	);

/** Throws unless the digits are those last sent to this person for this purpose, and still good. Counts wrong ones. */
export function checkCode(
	accounts: AccountFile,
	account: Account,
	given: { readonly purpose: Code['purpose']; readonly digits: string },
): void {
	const { code } = account;
	const isGood =
		code?.purpose === given.purpose && code.sentAt + LIFETIME_MS[code.purpose] > Date.now();
	if (!code || !isGood) {
		throw new UserPoolError(
			'ExpiredCodeException',
			'Invalid code provided, please request a code again.',
		);
	}
	if (code.wrong >= MAX_WRONG) {
		throw new UserPoolError(
			'LimitExceededException',
			'Attempt limit exceeded, please try after some time.',
		);
	}
	if (code.digits === given.digits) return;
	accounts.put({ ...account, code: { ...code, wrong: code.wrong + 1 } });
	throw codeMismatch();
}
