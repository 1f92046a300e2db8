import { appOfPage } from '$lib/app/app';
import { readAccountRecord } from '$lib/auth/account-record';
import { signInAddress } from '$lib/auth/next-address';
import type { ClientInit } from '@sveltejs/kit';

const PUBLIC_PAGES = new Set(['/sign-in', '/sign-up', '/reset-password']);

/**
 * Kit loads the code of a page before it asks the guard, and the vault is most of the code: a person who
 * has to sign in first is sent there before the router looks at the address. For a person who is signed in
 * an access token is asked for meanwhile, without which the first list cannot be.
 */
export const init: ClientInit = () => {
	const url = new URL(location.href);
	if (readAccountRecord() !== undefined) void appOfPage().session.renewAhead();
	else if (!PUBLIC_PAGES.has(url.pathname))
		history.replaceState(history.state, '', signInAddress(url));
};
