import { session } from './session.svelte';

/**
 * The caller's access token, refreshed when it is about to end, or at once with `refresh`. Throws
 * ApiError: `unauthenticated` where nobody is signed in, `offline` or `unavailable` where the user pool cannot be reached.
 */
export function accessToken(options: { readonly refresh?: boolean } = {}): Promise<string> {
	return session.accessToken(options);
}
