import { authFailure } from '$lib/auth/failures';
import { ApiError } from '$lib/errors/api-error';
import { authReasons } from '$lib/errors/auth-error';
import { authSentence } from '$lib/errors/auth-sentence';
import { expect, test } from 'vitest';

const named = (name: string) => Object.assign(new Error('in any words'), { name });

test.each([
	['NotAuthorizedException', 'wrong_credentials'],
	['UserNotFoundException', 'wrong_credentials'],
	['CodeMismatchException', 'wrong_code'],
	['EnableSoftwareTokenMFAException', 'wrong_code'],
	['ExpiredCodeException', 'expired_code'],
	['UsernameExistsException', 'user_exists'],
	['InvalidPasswordException', 'weak_password'],
	['LimitExceededException', 'too_many_attempts'],
	['TooManyRequestsException', 'too_many_attempts'],
	['CodeDeliveryFailureException', 'mail_failed'],
])('knows %s by its name', (name, reason) => {
	expect(authFailure(named(name))).toMatchObject({ name: 'AuthError', reason });
});

test.each([
	['NetworkError', 'offline'],
	['UserUnAuthenticatedException', 'unauthenticated'],
	['RefreshTokenReuseException', 'unauthenticated'],
	['SomethingNewException', 'unavailable'],
])('takes %s for %s', (name, code) => {
	expect(authFailure(named(name))).toMatchObject({ name: 'ApiError', code });
});

test.each([
	['Temporary password has expired and must be reset by an administrator.', 'invitation_expired'],
	['Password attempts exceeded', 'too_many_attempts'],
	['SignUp is not permitted for this user pool', 'invited_only'],
	['User password cannot be reset in the current state.', 'invitation_open'],
	['Something in other words', 'wrong_credentials'],
])('tells refusals apart by “%s”', (message, reason) => {
	const error = Object.assign(new Error(message), { name: 'NotAuthorizedException' });

	expect(authFailure(error)).toMatchObject({ reason });
});

test('lets a verb give a name its own meaning', () => {
	const differently = { NotAuthorizedException: 'already_confirmed' } as const;

	expect(authFailure(named('NotAuthorizedException'), differently)).toMatchObject({
		reason: 'already_confirmed',
	});
});

test('leaves what is ours as it is', () => {
	const error = new ApiError('offline');

	expect(authFailure(error)).toBe(error);
});

test('does not tell whether an account exists when signing in', () => {
	expect(authFailure(named('UserNotFoundException'))).toMatchObject({
		reason: 'wrong_credentials',
	});
	expect(authFailure(named('NotAuthorizedException'))).toMatchObject({
		reason: 'wrong_credentials',
	});
});

test.each(authReasons)('has a sentence and a next step for %s', (reason) => {
	expect(authSentence(reason)).toMatch(/^[A-Z].+\. .+\.$|^[A-Z].{25,}\.$/);
});
