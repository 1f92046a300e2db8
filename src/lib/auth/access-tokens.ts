import { ApiError } from '$lib/errors/api-error';
import { lifetimeMs } from './claims';
import { authFailure } from './failures';
import { REFRESH_LOCK } from './refresh-tokens';
import type { TokenStorage } from './token-storage';

/** Renewed this long before it ends, in milliseconds: a request under way must still arrive with it. */
const RENEW_BEFORE_END_MS = 30_000;

/** What speaks to the user pool: a new access token, or null where the session is over. Network and service errors throw. */
export interface Renewer {
	renew(): Promise<string | null>;
	/** The one that was asked for before this code was there; undefined where there is none, or it has been taken. Needs no turn. */
	takeAhead(): Promise<string | null | undefined>;
}

/**
 * The access token of this tab.
 *
 * [Note: One refresh at a time] With rotation each refresh token is good once. Callers of one tab share one
 * promise; tabs take turns by a lock of the browser, and read the newest refresh token inside it.
 */
export class AccessTokens {
	readonly #storage: TokenStorage;
	readonly #renewer: () => Promise<Renewer>;
	readonly #exclusively: <T>(work: () => Promise<T>) => Promise<T>;
	#renewing: Promise<string> | undefined;

	constructor(
		storage: TokenStorage,
		renewer: () => Promise<Renewer>,
		options: { readonly exclusively?: <T>(work: () => Promise<T>) => Promise<T> } = {},
	) {
		this.#storage = storage;
		this.#renewer = renewer;
		this.#exclusively = options.exclusively ?? takingTurnsAmongTabs;
	}

	/** Throws ApiError: `unauthenticated` where the session is over, `offline` or `unavailable` where it may go on later. */
	async get(options: { readonly refresh?: boolean } = {}): Promise<string> {
		const held = this.#storage.accessToken;
		if (options.refresh !== true && held !== undefined && fresh(held)) return held.jwt;
		this.#renewing ??= this.#renew().finally(() => {
			this.#renewing = undefined;
		});
		return this.#renewing;
	}

	async #renew(): Promise<string> {
		const token = await this.#ask();
		if (token === null) throw new ApiError('unauthenticated');
		return token;
	}

	async #ask(): Promise<string | null> {
		try {
			const renewer = await this.#renewer();
			const ahead = await renewer.takeAhead();
			if (ahead !== undefined) return ahead;
			return await this.#exclusively(() => renewer.renew());
		} catch (error) {
			throw authFailure(error);
		}
	}
}

function fresh({ jwt, sinceMs }: { readonly jwt: string; readonly sinceMs: number }): boolean {
	// A token of a minute is renewed after half of it, not at once.
	const life = lifetimeMs(jwt);
	return Date.now() < sinceMs + life - Math.min(RENEW_BEFORE_END_MS, life / 2);
}

function takingTurnsAmongTabs<T>(work: () => Promise<T>): Promise<T> {
	return navigator.locks.request(REFRESH_LOCK, work);
}
