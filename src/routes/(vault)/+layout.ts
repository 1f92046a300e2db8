import { vaultAppOf } from '$lib/app/vault-app';
import { signInAddress } from '$lib/auth/next-address';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

/** The one guard of the vault: a person who is not signed in comes back to this address after signing in. */
export const load: LayoutLoad = async ({ url, parent, untrack }) => {
	const { app } = await parent();
	const { state } = app.session;
	if (state.kind === 'signed-out') redirect(307, signInAddress(url));
	const vaultApp = vaultAppOf(app);
	// Asked for while the page is not there yet. What fails is asked for again by the page, which tells of it.
	void vaultApp.vault.open().catch(() => undefined);
	// At the first sign-in there is no folder yet.
	if (app.session.isKept && untrack(() => url.pathname) === '/folders')
		vaultApp.folderViews.askForTop(vaultApp.viewPreference.sort);
	// What draws the page keeps the browser's thread: these questions are sent before, and answered meanwhile.
	await app.session.renewAhead();
	return { vaultApp, account: { email: state.email, sub: state.sub } };
};
