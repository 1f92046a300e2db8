import { siteConfig } from '$lib/site-config';
import { createUserPoolsTokenProvider } from 'aws-amplify/adapter-core';
import type { Renewer } from './access-tokens';
import type { TokenStorage } from './token-storage';

/** The deployment's user pool, as Amplify wants it written. */
export async function userPool() {
	const { userPoolId, userPoolClientId, userPoolEndpoint } = await siteConfig();
	const endpoint = userPoolEndpoint === null ? {} : { userPoolEndpoint };
	return { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
}

export async function tokenProvider(storage: TokenStorage) {
	return createUserPoolsTokenProvider(await userPool(), storage);
}

/** All of Amplify that a person who is signed in needs: a page that only refreshes loads no more than this. */
export async function renewer(storage: TokenStorage): Promise<Renewer> {
	const provider = await tokenProvider(storage);
	return {
		renew: async () =>
			(await provider.getTokens({ forceRefresh: true }))?.accessToken.toString() ?? null,
	};
}
