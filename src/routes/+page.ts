import { redirect } from '@sveltejs/kit';

export function load(): never {
	// The guard of the vault sends on whoever is not signed in.
	redirect(307, '/folders');
}
