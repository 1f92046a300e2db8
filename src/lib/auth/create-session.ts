import { AccessTokens } from './access-tokens';
import { Session } from './session.svelte';
import { TokenStorage } from './token-storage';

/** The session of this tab. Amplify is loaded when it is first needed, and no more of it than that. */
export function createSession(): Session {
	const storage = new TokenStorage(localStorage);
	return new Session({
		storage,
		tokens: new AccessTokens(storage, async () =>
			(await import('./token-provider')).renewer(storage),
		),
		pool: once(async () => (await import('./user-pool')).connectUserPool(storage)),
	});
}

/** Remembers what succeeded; a failed attempt (the network) is made again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () =>
		(made ??= make().catch((error: unknown) => {
			made = undefined;
			throw error;
		}));
}
