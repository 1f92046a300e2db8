import { nextAddress } from '$lib/auth/next-address';
import { session } from '$lib/auth/session.svelte';
import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';

/** Whoever is signed in already goes where they wanted to go. */
export const load: LayoutLoad = ({ url }) => {
	if (session.state.kind === 'signed-in') redirect(307, nextAddress(url));
};
