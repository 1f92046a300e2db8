import { signInAddress } from '$lib/auth/next-address';
import { session } from '$lib/auth/session.svelte';
import type { ClientInit } from '@sveltejs/kit';

const PUBLIC_PAGES = new Set(['/sign-in', '/sign-up', '/reset-password']);

/**
 * Kit loads the code of a page before it asks the guard, and the vault is most of the code: whoever has to
 * sign in first is sent there before the router looks at the address.
 */
export const init: ClientInit = () => {
	const url = new URL(location.href);
	if (session.state.kind === 'signed-in' || PUBLIC_PAGES.has(url.pathname)) return;
	history.replaceState(history.state, '', signInAddress(url));
};
