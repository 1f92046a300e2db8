import { purgeAccount } from '#contract/purge';
import { call } from '$lib/api/call';
import { uploadQueue } from '$lib/app/this-tab';
import { session } from '$lib/auth/session.svelte';

/** Signing out, from wherever it was asked for, and deleting the account. */
class Leaving {
	/** True while the person is asked whether uploads under way may stop. */
	asking = $state(false);
	#wanted = false;

	/** True where the person chose to go: nothing then leads the next one back to where they were. */
	get wanted(): boolean {
		return this.#wanted;
	}

	ask(): void {
		if (uploadQueue.batches.some((batch) => batch.movingCount > 0)) this.asking = true;
		else void this.signOut();
	}

	async signOut(): Promise<void> {
		this.#wanted = true;
		uploadQueue.close();
		await session.signOut();
	}

	/** Takes the vault away and then the person: without the person nobody could delete the vault. May be repeated. Throws ApiError or AuthError. */
	async deleteAccount(confirm: 'delete account'): Promise<void> {
		uploadQueue.close();
		await call(purgeAccount, { confirm });
		this.#wanted = true;
		await session.deleteUser();
	}
}

export const leaving = new Leaving();
