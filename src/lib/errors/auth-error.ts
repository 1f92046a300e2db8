/** What can go wrong between a person and the user pool, in our words. */
export const authReasons = [
	'wrong_credentials',
	'wrong_code',
	'expired_code',
	'user_exists',
	'weak_password',
	'bad_input',
	'too_many_attempts',
	'mail_failed',
	'already_confirmed',
	'sign_in_again',
	'not_confirmed',
	'invitation_expired',
	'invitation_open',
	'invited_only',
	'unsupported_step',
] as const;
export type AuthReason = (typeof authReasons)[number];

/** A refusal by the user pool that a person can do something about. */
export class AuthError extends Error {
	override readonly name = 'AuthError';
	readonly reason: AuthReason;

	constructor(reason: AuthReason, options?: ErrorOptions) {
		super(reason, options);
		this.reason = reason;
	}
}
