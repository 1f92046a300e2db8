import type { SiteConfig } from '#contract/site-config';
import { AuthError } from '$lib/errors/auth-error';
import { createAmplifyContext } from 'aws-amplify';
import {
	confirmResetPassword,
	confirmSignIn,
	confirmSignUp,
	deleteUser,
	fetchMFAPreference,
	resendSignUpCode,
	resetPassword,
	setUpTOTP,
	signIn,
	signOut,
	signUp,
	updateMFAPreference,
	verifyTOTPSetup,
} from 'aws-amplify/auth';
import { authFailure } from './failures';
import { tokenProvider, userPoolConfig } from './token-provider';
import type { TokenStorage } from './token-storage';
import type { SignInStep, UserPool } from './user-pool-port';

/**
 * The user pool through Amplify, as a context of its own: nothing of it is global. `language` is that in which the person reads the mails of
 * the pool, BCP 47.
 */
export async function connectUserPool(
	storage: TokenStorage,
	siteConfig: () => Promise<SiteConfig>,
	language: () => string,
): Promise<UserPool> {
	const config = await siteConfig();
	const context = createAmplifyContext(
		{ Auth: userPoolConfig(config) },
		{ Auth: { tokenProvider: tokenProvider(storage, config) } },
	);

	/** The pool hands it to the function that writes its mails, and keeps nothing of it. */
	const forMails = () => ({ clientMetadata: { language: language() } });

	return {
		signUp: async (email, password) => {
			const options = { userAttributes: { email }, ...forMails() };
			const { isSignUpComplete } = await ask(
				signUp(context, { username: email, password, options }),
			);
			return isSignUpComplete ? 'done' : 'confirm-sign-up';
		},
		confirmSignUp: async (email, code) => {
			const answer = confirmSignUp(context, { username: email, confirmationCode: code });
			await ask(answer, { NotAuthorizedException: 'already_confirmed' });
		},
		resendCode: async (email) => {
			const answer = resendSignUpCode(context, { username: email, options: forMails() });
			await ask(answer, { InvalidParameterException: 'already_confirmed' });
		},
		signIn: async (email, password) => {
			// The password itself never leaves the browser.
			const options = { authFlowType: 'USER_SRP_AUTH' } as const;
			const answer = await ask(signIn(context, { username: email, password, options }));
			return step(answer.nextStep.signInStep);
		},
		confirmTotp: async (code) => {
			const answer = confirmSignIn(context, { challengeResponse: code });
			// The password was right a moment ago: what is refused now is the wait, or a code used twice.
			const differently = {
				NotAuthorizedException: 'sign_in_again',
				ExpiredCodeException: 'wrong_code',
			} as const;
			return step((await ask(answer, differently)).nextStep.signInStep);
		},
		setNewPassword: async (newPassword) => {
			const answer = confirmSignIn(context, { challengeResponse: newPassword });
			// The temporary password was right a moment ago: what is refused now is the wait.
			const differently = { NotAuthorizedException: 'sign_in_again' } as const;
			return step((await ask(answer, differently)).nextStep.signInStep);
		},
		requestReset: async (email) => {
			const answer = resetPassword(context, { username: email, options: forMails() });
			await ask(answer, { InvalidParameterException: 'not_confirmed' });
		},
		confirmReset: async (email, code, newPassword) => {
			const input = { username: email, confirmationCode: code, newPassword };
			await ask(confirmResetPassword(context, input));
		},
		signOut: async ({ everywhere = false } = {}) => {
			await ask(signOut(context, { global: everywhere }));
		},
		deleteUser: async () => {
			await ask(deleteUser(context));
		},
		setUpTotp: async (issuer, email) => {
			const details = await ask(setUpTOTP(context));
			return { secret: details.sharedSecret, uri: details.getSetupUri(issuer, email).href };
		},
		verifyTotp: async (code) => {
			await ask(verifyTOTPSetup(context, { code }), { InvalidParameterException: 'wrong_code' });
			await ask(updateMFAPreference(context, { totp: 'PREFERRED' }));
		},
		disableTotp: async () => {
			await ask(updateMFAPreference(context, { totp: 'DISABLED' }));
		},
		totpEnabled: async () => {
			const { enabled } = await ask(fetchMFAPreference(context));
			return enabled?.includes('TOTP') ?? false;
		},
	};
}

async function ask<T>(
	answer: Promise<T>,
	differently: Parameters<typeof authFailure>[1] = {},
): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		throw authFailure(error, differently);
	}
}

function step(signInStep: string): SignInStep {
	switch (signInStep) {
		case 'DONE':
			return 'done';
		case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
			return 'totp';
		case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
			return 'new-password';
		case 'CONFIRM_SIGN_UP':
			return 'confirm-sign-up';
		case 'RESET_PASSWORD':
			return 'reset-password';
		default:
			throw new AuthError('unsupported_step');
	}
}
