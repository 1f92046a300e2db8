import { nextAddress } from '$lib/auth/next-address';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

/** A person who is signed in already goes where they wanted to go. */
export const load: LayoutLoad = async ({ url, parent }) => {
	const { app } = await parent();
	if (app.session.state.kind === 'signed-in') redirect(307, nextAddress(url));
};
