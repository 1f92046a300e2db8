import type { Call } from '$lib/api/call';
import type { App } from '$lib/app/app';
import { Theme } from '$lib/app/theme.svelte';
import { AccessTokens } from '$lib/auth/access-tokens';
import { Session } from '$lib/auth/session.svelte';
import { TokenStorage } from '$lib/auth/token-storage';
import { Toasts } from '$lib/notices/toasts.svelte';

/** An app whose calls go to `call`; its session is signed out and reaches no user pool. */
export function fakeApp(call: Call = () => Promise.reject(new Error('no call expected'))): App {
	const storage = new TokenStorage(localStorage);
	const unreachable = () => Promise.reject(new Error('no user pool in this test'));
	const tokens = new AccessTokens(storage, unreachable);
	const session = new Session({ storage, tokens, pool: unreachable });
	const region = () => Promise.resolve('us-east-1');
	const siteConfig = () => Promise.reject(new Error('no configuration in this test'));
	return { session, call, toasts: new Toasts(), theme: new Theme(), region, siteConfig };
}
