import type { SiteConfig } from '#contract/site-config';
import { createCall, type Call } from '$lib/api/call';
import { createSession } from '$lib/auth/create-session';
import type { Session } from '$lib/auth/session.svelte';
import { lazy } from '$lib/concurrency/lazy';
import { Toasts } from '$lib/notices/toasts.svelte';
import { loadSiteConfig } from '$lib/site-config';
import { Theme } from './theme.svelte';

/** What every page has at hand, signed in or not. */
export interface App {
	readonly session: Session;
	/** The API of this deployment, in the session's name. */
	readonly call: Call;
	readonly toasts: Toasts;
	readonly theme: Theme;
	/** Where the stage is. Throws `ApiError` where the site's own file cannot be had. */
	readonly region: () => Promise<string>;
	/** What this deployment differs in from another; loaded once. */
	readonly siteConfig: () => Promise<SiteConfig>;
}

let made: App | undefined;

/** The one of this page load, made when it is first asked for: see "The site's composition root" in docs/architecture.md. */
export function appOfPage(): App {
	return (made ??= createApp());
}

function createApp(): App {
	const siteConfig = lazy(loadSiteConfig);
	const session = createSession(siteConfig);
	const call = createCall({
		siteConfig,
		accessToken: (options) => session.accessToken(options),
		onSessionEnded: () => session.signOut({ because: 'everywhere' }),
	});
	const region = async () => (await siteConfig()).region;
	return { session, call, toasts: new Toasts(), theme: new Theme(), region, siteConfig };
}
