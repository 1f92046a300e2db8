import { siteConfig } from '$lib/site-config';
import { createUserPoolsTokenProvider } from 'aws-amplify/adapter-core';
import type { Renewer } from './access-tokens';
import { tokenStorage } from './storage';

/** The deployment's user pool, as Amplify wants it written. */
export async function userPool() {
	const { userPoolId, userPoolClientId, userPoolEndpoint } = await siteConfig();
	const endpoint = userPoolEndpoint === null ? {} : { userPoolEndpoint };
	return { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
}

export async function tokenProvider() {
	return createUserPoolsTokenProvider(await userPool(), tokenStorage);
}

/** All of Amplify that a person who is signed in needs: a page that only refreshes loads no more than this. */
export async function renewer(): Promise<Renewer> {
	const provider = await tokenProvider();
	return {
		renew: async () =>
			(await provider.getTokens({ forceRefresh: true }))?.accessToken.toString() ?? null,
	};
}
