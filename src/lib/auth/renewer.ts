import type { SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';
import type { Renewer } from './access-tokens';
import { issuedAtMs } from './claims';
import type { TokenStorage } from './token-storage';

const ATTEMPTS = 3;
/** Before the second attempt, in milliseconds; before each further one it is twice as long. */
const FIRST_PAUSE_MS = 200;

/** After these a refresh token is good for nothing: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
const SESSION_IS_OVER = [
	'NotAuthorizedException',
	'PasswordResetRequiredException',
	'RefreshTokenReuseException',
	'TokenRevokedException',
	'UserNotConfirmedException',
	'UserNotFoundException',
];

const tokens = v.object({
	AuthenticationResult: v.object({
		AccessToken: v.string(),
		IdToken: v.string(),
		/** Present where the pool rotates them: the old one is used up. */
		RefreshToken: v.optional(v.string()),
	}),
});
const refusal = v.object({ __type: v.string(), message: v.optional(v.string(), '') });

/**
 * New tokens for the refresh token that Amplify's sign-in has left in `storage`, put where Amplify looks for them.
 * Amplify does the same with 25 kB of code, for which the first list would wait on each visit.
 */
export async function renewer(
	storage: TokenStorage,
	siteConfig: () => Promise<SiteConfig>,
): Promise<Renewer> {
	const config = await siteConfig();
	const client = `CognitoIdentityServiceProvider.${config.userPoolClientId}`;

	return {
		async renew() {
			const user = await storage.getItem(`${client}.LastAuthUser`);
			const key = (name: string) => `${client}.${String(user)}.${name}`;
			const refreshToken = await storage.getItem(key('refreshToken'));
			if (refreshToken === null) return null;
			try {
				const { AccessToken, IdToken, RefreshToken } = await ask(config, refreshToken);
				await storage.setItem(key('accessToken'), AccessToken);
				await storage.setItem(key('idToken'), IdToken);
				await storage.setItem(key('refreshToken'), RefreshToken ?? refreshToken);
				await storage.setItem(key('clockDrift'), String(issuedAtMs(AccessToken) - Date.now()));
				return AccessToken;
			} catch (error) {
				const name = error instanceof Error ? error.name : '';
				if (SESSION_IS_OVER.includes(name)) await storage.clear();
				if (name === 'NotAuthorizedException') return null;
				throw error;
			}
		},
	};
}

/** Throws Cognito's own error by its name, and `ApiError` where there is no answer of it. */
async function ask(config: SiteConfig, RefreshToken: string) {
	const { userPoolId, userPoolClientId: ClientId, userPoolEndpoint } = config;
	const [region = ''] = userPoolId.split('_');
	const request = {
		method: 'POST',
		headers: {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
		},
		body: JSON.stringify({ ClientId, RefreshToken }),
	};
	const response = await insistently(
		userPoolEndpoint ?? `https://cognito-idp.${region}.amazonaws.com/`,
		request,
	);
	const answer: unknown = await response.json().catch(() => undefined);
	if (response.ok) return v.parse(tokens, answer).AuthenticationResult;
	const refused = v.safeParse(refusal, answer);
	if (!refused.success) throw new ApiError('unavailable');
	const name = refused.output.__type.split('#').at(-1) ?? '';
	throw Object.assign(new Error(refused.output.message), { name });
}

/** Once more, twice at most, where there is no answer or Cognito itself fails. */
async function insistently(address: string, request: RequestInit): Promise<Response> {
	for (let attempt = 1; ; attempt++) {
		const response = await fetch(address, request).catch((cause: unknown) => {
			if (attempt === ATTEMPTS) throw new ApiError('offline', { cause });
		});
		if (response !== undefined && (response.status < 500 || attempt === ATTEMPTS)) return response;
		const pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
		await new Promise((resolve) => setTimeout(resolve, pauseMs));
	}
}
