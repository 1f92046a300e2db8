import type { AuthReason } from './auth-error';

/** Why signing in, up or out did not work, and what to do. Never says whether an account exists, but where signing up must. */
export function authSentence(reason: AuthReason): string {
	switch (reason) {
		case 'wrong_credentials':
			return 'E-mail or password is not right. Check both, or reset your password.';
		case 'wrong_code':
			return 'This code is not right. Check the newest one and type it again.';
		case 'expired_code':
			return 'This code is no longer valid. Ask for a new one.';
		case 'user_exists':
			return 'There is already an account with this e-mail. Sign in instead.';
		case 'weak_password':
			return 'This password is too easy to guess. Choose one that meets every rule.';
		case 'bad_input':
			return 'Something in this form is not right. Check what you typed.';
		case 'too_many_attempts':
			return 'Too many attempts. Wait a few minutes, then try again.';
		case 'mail_failed':
			return 'The e-mail could not be sent. Check the address and try again.';
		case 'already_confirmed':
			return 'This account is already confirmed. Sign in.';
		case 'sign_in_again':
			return 'That took too long. Please start signing in again.';
		case 'not_confirmed':
			return 'This address was never confirmed. Sign in to get a new code for it.';
		case 'invitation_expired':
			return 'Your invitation has expired. Ask the person who invited you for a new one.';
		case 'invitation_open':
			return 'You have not used your invitation yet. Sign in with the temporary password from its e-mail, or ask the person who invited you for a new one.';
		case 'invited_only':
			return 'This vault is by invitation. Ask the person who runs it to invite you.';
		case 'unsupported_step':
			return 'This account needs a step that CloudVault does not know. Ask whoever runs this vault.';
	}
}
