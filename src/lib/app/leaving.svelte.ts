import { purgeAccount } from '#contract/purge';
import { endSessions } from '#contract/vault';
import type { Call } from '$lib/api/call';
import type { Session } from '$lib/auth/session.svelte';
import type { Uploads } from '$lib/uploads/queue/uploads.svelte';

interface LeavingParts {
	readonly call: Call;
	readonly session: Session;
	readonly uploads: Uploads;
}

/** Signing out, from wherever it was asked for, and deleting the account. */
export class Leaving {
	/** True while the person is asked whether uploads under way may stop. */
	asking = $state(false);
	readonly #parts: LeavingParts;
	#wanted = false;

	constructor(parts: LeavingParts) {
		this.#parts = parts;
	}

	/** True where the person chose to go: the sign-in page then leads the next person to the top folder. */
	get wanted(): boolean {
		return this.#wanted;
	}

	ask(): void {
		if (this.#parts.uploads.batches.some((batch) => batch.movingCount > 0)) this.asking = true;
		else void this.signOut();
	}

	async signOut(): Promise<void> {
		const { session, uploads } = this.#parts;
		this.#wanted = true;
		uploads.close();
		await session.signOut();
	}

	/**
	 * First for the API, which refuses every token of before from then on; then in the user pool, which renews
	 * none. Where the second is not heard, the tokens it goes on renewing open nothing. Throws ApiError.
	 */
	async signOutEverywhere(): Promise<void> {
		const { call, session, uploads } = this.#parts;
		await call(endSessions, {});
		this.#wanted = true;
		uploads.close();
		await session.signOut({ everywhere: true });
	}

	/**
	 * Takes the vault away and then the person: without the person no call could delete the vault. May be
	 * repeated from any point. Throws ApiError or AuthError.
	 */
	async deleteAccount(confirm: 'delete account'): Promise<void> {
		const { call, session, uploads } = this.#parts;
		uploads.close();
		await call(purgeAccount, { confirm });
		this.#wanted = true;
		await session.deleteUser();
	}
}
