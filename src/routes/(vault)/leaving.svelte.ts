import { session } from '$lib/auth/session.svelte';
import { uploadQueue } from '$lib/uploads/this-tab';

/** Signing out, from wherever it was asked for. */
class Leaving {
	/** True while the person is asked whether uploads under way may stop. */
	asking = $state(false);

	ask(): void {
		if (uploadQueue.batches.some((batch) => batch.movingCount > 0)) this.asking = true;
		else void this.signOut();
	}

	async signOut(): Promise<void> {
		uploadQueue.close();
		// Else the way back in would lead whoever signs in next to where this person was.
		history.replaceState(history.state, '', '/folders');
		await session.signOut();
		location.replace('/sign-in');
	}
}

export const leaving = new Leaving();
