import { redirect } from '@sveltejs/kit';

export function load(): never {
	// The guard of the vault sends a person who is not signed in on to do so.
	redirect(307, '/folders');
}
