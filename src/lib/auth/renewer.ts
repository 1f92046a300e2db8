import type { SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';
import type { Renewer } from './access-tokens';
import { issuedAtMs } from './claims';
import { refreshTokens, type Refreshed } from './refresh-tokens';
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
	AuthenticationResult: v.object({ AccessToken: v.string(), IdToken: v.string() }),
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

	/** Keeps the tokens in `refreshed` and answers with that for the API; null where the session is over. */
	async function arrived({ prefix, ...refreshed }: Refreshed): Promise<string | null> {
		try {
			const { AccessToken, IdToken } = tokensOf(refreshed);
			await storage.setItem(`${prefix}.accessToken`, AccessToken);
			await storage.setItem(`${prefix}.idToken`, IdToken);
			await storage.setItem(`${prefix}.clockDrift`, String(issuedAtMs(AccessToken) - Date.now()));
			return AccessToken;
		} catch (error) {
			const name = error instanceof Error ? error.name : '';
			if (SESSION_IS_OVER.includes(name)) await storage.clear();
			if (name === 'NotAuthorizedException') return null;
			throw error;
		}
	}

	return {
		async renew() {
			const refreshed = await refreshTokens(config, storage, insistently);
			return refreshed === undefined ? null : arrived(refreshed);
		},
		async takeAhead() {
			const refreshed = await takeAhead(storage);
			return refreshed === undefined ? undefined : arrived(refreshed);
		},
	};
}

/** What the script in the page was answered, once; undefined where that helps no further, or is of a session that is no longer kept. */
async function takeAhead(storage: TokenStorage): Promise<Refreshed | undefined> {
	const ahead = await globalThis.refreshedAhead;
	globalThis.refreshedAhead = undefined;
	if (ahead === undefined || ahead.status >= 500) return undefined;
	const kept = await storage.getItem(`${ahead.prefix}.refreshToken`);
	return kept === ahead.refreshToken ? ahead : undefined;
}

/** Throws Cognito's own error by its name, and `ApiError` where the answer is none of it. */
function tokensOf({ status, answer }: Pick<Refreshed, 'status' | 'answer'>) {
	if (status === 200) return v.parse(tokens, answer).AuthenticationResult;
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
