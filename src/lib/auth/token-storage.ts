import type { KeyValueStorageInterface } from 'aws-amplify/utils';

const AMPLIFY_PREFIX = 'CognitoIdentityServiceProvider.';
const ACCESS = '.accessToken';
const ID = '.idToken';
const inMemory = (key: string) => key.endsWith(ACCESS) || key.endsWith(ID);

/**
 * Stands in for an access token that a reload has wiped from memory. Amplify takes a session without one
 * for signed out; this one expired in 1970, so it is refreshed before use and never sent. `origin_jti`
 * says that the refresh token can be revoked, or signing out right after a reload would leave it alive.
 */
const EXPIRED = [{ alg: 'none' }, { exp: 0, origin_jti: 'expired' }]
	.map((part) => btoa(JSON.stringify(part)))
	.concat('')
	.join('.');

/**
 * Where Amplify keeps its tokens: access and ID token in memory alone, so that a script or program that reads the
 * browser's storage finds none; the refresh token, useless without this pool's client, outlives a reload.
 */
export class TokenStorage implements KeyValueStorageInterface {
	readonly #persistent: Storage;
	readonly #memory = new Map<string, string>();
	#accessTokenSince: number | undefined;

	constructor(persistent: Storage) {
		this.#persistent = persistent;
	}

	/** The access token and when it came, in milliseconds since 1970 by this machine's clock. */
	get accessToken(): { readonly jwt: string; readonly sinceMs: number } | undefined {
		const jwt = this.#remembered(ACCESS);
		const sinceMs = this.#accessTokenSince;
		return jwt === undefined || sinceMs === undefined ? undefined : { jwt, sinceMs };
	}

	get idToken(): string | undefined {
		return this.#remembered(ID);
	}

	/** Forgets what only memory holds: enough for a tab whose session another tab has ended. */
	forget(): void {
		this.#memory.clear();
		this.#accessTokenSince = undefined;
	}

	getItem(key: string): Promise<string | null> {
		if (!inMemory(key)) return Promise.resolve(this.#persistent.getItem(key));
		return Promise.resolve(this.#memory.get(key) ?? this.#placeholder(key));
	}

	setItem(key: string, value: string): Promise<void> {
		if (inMemory(key)) this.#memory.set(key, value);
		else this.#persistent.setItem(key, value);
		if (key.endsWith(ACCESS)) this.#accessTokenSince = Date.now();
		return Promise.resolve();
	}

	removeItem(key: string): Promise<void> {
		this.#memory.delete(key);
		this.#persistent.removeItem(key);
		return Promise.resolve();
	}

	/** Ends the session on this browser. Other parts of the site keep things in the same storage: only Amplify's go. */
	clear(): Promise<void> {
		this.forget();
		const keys = Array.from({ length: this.#persistent.length }, (_, at) =>
			this.#persistent.key(at),
		);
		for (const key of keys) {
			if (key?.startsWith(AMPLIFY_PREFIX) === true) this.#persistent.removeItem(key);
		}
		return Promise.resolve();
	}

	#placeholder(key: string): string | null {
		if (!key.endsWith(ACCESS)) return null;
		const refreshKey = key.slice(0, -ACCESS.length) + '.refreshToken';
		return this.#persistent.getItem(refreshKey) === null ? null : EXPIRED;
	}

	#remembered(kind: string): string | undefined {
		for (const [key, value] of this.#memory) if (key.endsWith(kind)) return value;
		return undefined;
	}
}
