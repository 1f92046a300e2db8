import { vaultAppOf } from '$lib/app/vault-app';
import { signInAddress } from '$lib/auth/next-address';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

/** The one guard of the vault: a person who is not signed in comes back to this address after signing in. */
export const load: LayoutLoad = async ({ url, parent }) => {
	const { app } = await parent();
	const { state } = app.session;
	if (state.kind === 'signed-out') redirect(307, signInAddress(url));
	return { vaultApp: vaultAppOf(app), account: { email: state.email, sub: state.sub } };
};
