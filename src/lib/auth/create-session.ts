import type { SiteConfig } from '#contract/site-config';
import { lazy } from '$lib/concurrency/lazy';
import { locale } from '$lib/language/locale';
import { AccessTokens } from './access-tokens';
import { renewer } from './renewer';
import { Session } from './session.svelte';
import { TokenStorage } from './token-storage';

/** The session of this tab. Amplify is loaded when it is first needed, and no more of it than that. */
export function createSession(siteConfig: () => Promise<SiteConfig>): Session {
	const storage = new TokenStorage(localStorage);
	return new Session({
		storage,
		tokens: new AccessTokens(storage, () => renewer(storage, siteConfig)),
		pool: lazy(async () =>
			(await import('./user-pool')).connectUserPool(storage, siteConfig, locale),
		),
	});
}
