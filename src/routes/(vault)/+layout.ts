import { signInAddress } from '$lib/auth/next-address';
import { session } from '$lib/auth/session.svelte';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

/** The one guard of the vault: whoever is not signed in comes back to this address after signing in. */
export const load: LayoutLoad = ({ url }) => {
	if (session.state.kind === 'signed-out') redirect(307, signInAddress(url));
	return { account: { email: session.state.email, sub: session.state.sub } };
};
