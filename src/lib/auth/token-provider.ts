import type { SiteConfig } from '#contract/site-config';
import { createUserPoolsTokenProvider } from 'aws-amplify/adapter-core';
import type { Renewer } from './access-tokens';
import type { TokenStorage } from './token-storage';

/** The deployment's user pool, as Amplify wants it written. */
export function userPoolConfig({ userPoolId, userPoolClientId, userPoolEndpoint }: SiteConfig) {
	const endpoint = userPoolEndpoint === null ? {} : { userPoolEndpoint };
	return { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
}

export function tokenProvider(storage: TokenStorage, siteConfig: SiteConfig) {
	return createUserPoolsTokenProvider(userPoolConfig(siteConfig), storage);
}

/** All of Amplify that a person who is signed in needs: a page that only refreshes loads no more than this. */
export async function renewer(
	storage: TokenStorage,
	siteConfig: () => Promise<SiteConfig>,
): Promise<Renewer> {
	const provider = tokenProvider(storage, await siteConfig());
	return {
		renew: async () =>
			(await provider.getTokens({ forceRefresh: true }))?.accessToken.toString() ?? null,
	};
}
