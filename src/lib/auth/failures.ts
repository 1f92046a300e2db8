import { ApiError } from '$lib/errors/api-error';
import { AuthError, type AuthReason } from '$lib/errors/auth-error';

/** Cognito's errors by their names, which are part of its API; messages are not. */
const reasonOfName: Partial<Record<string, AuthReason>> = {
	NotAuthorizedException: 'wrong_credentials',
	UserNotFoundException: 'wrong_credentials',
	CodeMismatchException: 'wrong_code',
	EnableSoftwareTokenMFAException: 'wrong_code',
	ExpiredCodeException: 'expired_code',
	UsernameExistsException: 'user_exists',
	AliasExistsException: 'user_exists',
	InvalidPasswordException: 'weak_password',
	PasswordHistoryPolicyViolationException: 'weak_password',
	InvalidParameterException: 'bad_input',
	LimitExceededException: 'too_many_attempts',
	TooManyRequestsException: 'too_many_attempts',
	TooManyFailedAttemptsException: 'too_many_attempts',
	CodeDeliveryFailureException: 'mail_failed',
	InvalidEmailRoleAccessPolicyException: 'mail_failed',
	// Amplify's own, before anything is sent: the code of a sign-in that a reload has forgotten.
	SignInException: 'sign_in_again',
};

/** The session is over: the last is a refresh token that was used a second time, after its grace period. */
const OVER: readonly string[] = ['UserUnAuthenticatedException', 'RefreshTokenReuseException'];

/** What Cognito tells apart by its sentence alone. Where it is worded anew, the name's reason is said. */
const reasonOfMessage: readonly (readonly [RegExp, AuthReason])[] = [
	[/^Temporary password has expired/i, 'invitation_expired'],
	[/^Password attempts exceeded/i, 'too_many_attempts'],
	[/^SignUp is not permitted/i, 'invited_only'],
	[/^User password cannot be reset in the current state/i, 'invitation_open'],
];

/**
 * An error of Amplify or Cognito as one of ours: `AuthError` where a person can do something about it,
 * `ApiError` for the network, for a session that is over, and for the rest. `differently` names what an
 * error means to one verb alone.
 */
export function authFailure(
	error: unknown,
	differently: Partial<Record<string, AuthReason>> = {},
): AuthError | ApiError {
	if (error instanceof AuthError || error instanceof ApiError) return error;
	const name = error instanceof Error ? error.name : '';
	const reason = reasonInMessage(error) ?? differently[name] ?? reasonOfName[name];
	if (reason !== undefined) return new AuthError(reason, { cause: error });
	if (name === 'NetworkError') return new ApiError('offline', { cause: error });
	if (OVER.includes(name)) return new ApiError('unauthenticated', { cause: error });
	return new ApiError('unavailable', { cause: error });
}

function reasonInMessage(error: unknown): AuthReason | undefined {
	if (!(error instanceof Error) || error.name !== 'NotAuthorizedException') return undefined;
	return reasonOfMessage.find(([pattern]) => pattern.test(error.message))?.[1];
}
