import type { Refreshed } from '$lib/auth/refresh-tokens';

declare global {
	namespace App {}

	/** What src/ahead.ts asks of the user pool before the page's code is there; undefined where it got no answer. */
	var refreshedAhead: Promise<Refreshed | undefined> | undefined;
}
