import type { SiteConfig } from '#contract/site-config';
import { createUserPoolsTokenProvider } from 'aws-amplify/adapter-core';
import type { TokenStorage } from './token-storage';

/** The deployment's user pool, as Amplify wants it written. */
export function userPoolConfig({ userPoolId, userPoolClientId, userPoolEndpoint }: SiteConfig) {
	const endpoint = userPoolEndpoint === null ? {} : { userPoolEndpoint };
	return { Cognito: { userPoolId, userPoolClientId, ...endpoint } };
}

export function tokenProvider(storage: TokenStorage, siteConfig: SiteConfig) {
	return createUserPoolsTokenProvider(userPoolConfig(siteConfig), storage);
}
