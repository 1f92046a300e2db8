import { ApiError } from '$lib/errors/api-error';
import { AuthError } from '$lib/errors/auth-error';
import type { AccessTokens } from './access-tokens';
import {
	ACCOUNT_KEY,
	eraseAccountRecord,
	readAccountRecord,
	writeAccountRecord,
	type Account,
} from './account-record';
import { ownsStage, readAccount } from './claims';
import { forgetSignInMemory, rememberForSignIn, type Ending } from './sign-in-memory';
import type { TokenStorage } from './token-storage';
import type { SignInStep, UserPool } from './user-pool-port';

export type SessionState =
	{ readonly kind: 'signed-out' } | ({ readonly kind: 'signed-in' } & Account);

/** So long a page may wait to be drawn for the first token, in milliseconds. */
const AHEAD_MS = 300;

interface SessionParts {
	readonly storage: TokenStorage;
	readonly tokens: Pick<AccessTokens, 'get'>;
	/** Loaded when it is first needed: a page that only shows the vault does without. */
	readonly pool: () => Promise<UserPool>;
}

/** Who is signed in, and the verbs that change it. */
export class Session {
	/** The page was loaded by a person who had signed in before, and so has been in the vault. */
	readonly isKept: boolean;
	readonly #parts: SessionParts;
	#state = $state.raw<SessionState>({ kind: 'signed-out' });

	constructor(parts: SessionParts) {
		this.#parts = parts;
		this.#readRecord();
		this.isKept = this.#state.kind === 'signed-in';
		window.addEventListener('storage', (event) => {
			// Another tab signed out, or signed another person in. A null key means that everything was cleared.
			if (event.key === ACCOUNT_KEY || event.key === null) {
				this.#parts.storage.forget();
				this.#readRecord();
				if (this.#state.kind === 'signed-out') rememberForSignIn({ ended: 'other-tab' });
			}
		});
	}

	get state(): SessionState {
		return this.#state;
	}

	/** Whether to offer what is for those who run the stage. */
	get ownsStage(): boolean {
		return this.#state.kind === 'signed-in' && this.#state.ownsStage;
	}

	/** Throws ApiError: `unauthenticated` where the session has ended; a failing network ends no session. */
	async accessToken(options: { readonly refresh?: boolean } = {}): Promise<string> {
		if (this.#state.kind === 'signed-out') throw new ApiError('unauthenticated');
		try {
			const token = await this.#parts.tokens.get(options);
			this.#learn(token);
			return token;
		} catch (error) {
			if (error instanceof ApiError && error.code === 'unauthenticated') {
				await this.#end('expired');
			}
			throw error;
		}
	}

	/**
	 * Begins what `accessToken` would wait for; what fails is told to who asks later. Resolves when the questions that wait for the token
	 * have been sent, and after `AHEAD_MS` without one.
	 */
	async renewAhead(): Promise<void> {
		if (!this.isKept) return;
		await new Promise<void>((resolve) => {
			const done = () => setTimeout(resolve);
			setTimeout(resolve, AHEAD_MS);
			void this.accessToken().then(done, done);
		});
	}

	async signUp(email: string, password: string): Promise<'done' | 'confirm-sign-up'> {
		return (await this.#parts.pool()).signUp(email, password);
	}

	async confirmSignUp(email: string, code: string): Promise<void> {
		await (await this.#parts.pool()).confirmSignUp(email, code);
	}

	async resendCode(email: string): Promise<void> {
		await (await this.#parts.pool()).resendCode(email);
	}

	async signIn(email: string, password: string): Promise<SignInStep> {
		// A session that ended badly may have left tokens, and Amplify refuses to sign in over them.
		await this.#parts.storage.clear();
		return this.#arrived(await (await this.#parts.pool()).signIn(email, password));
	}

	/** The second step of a sign-in that answered `totp`. */
	async confirmTotp(code: string): Promise<SignInStep> {
		return this.#arrived(await (await this.#parts.pool()).confirmTotp(code));
	}

	/** The second step of a sign-in that answered `new-password`. */
	async setNewPassword(newPassword: string): Promise<SignInStep> {
		return this.#arrived(await (await this.#parts.pool()).setNewPassword(newPassword));
	}

	async requestReset(email: string): Promise<void> {
		await (await this.#parts.pool()).requestReset(email);
	}

	async confirmReset(email: string, code: string, newPassword: string): Promise<void> {
		await (await this.#parts.pool()).confirmReset(email, code, newPassword);
	}

	/**
	 * Ends the session here and in every other tab, also when the user pool cannot be reached; with
	 * `everywhere` on every other device too, once the API refuses their tokens (`endSessions`).
	 */
	async signOut({
		everywhere = false,
		because,
	}: {
		readonly everywhere?: boolean;
		/** Where it is not the person here who ends it. */
		readonly because?: Ending;
	} = {}): Promise<void> {
		try {
			await (await this.#parts.pool()).signOut({ everywhere });
		} catch {
			// Not revoked then, but gone from this browser: signing out must not wait for the network.
		}
		await this.#end(because);
	}

	/**
	 * Deletes the person in the user pool. Their vault has to be deleted before, while they may still do so.
	 * May be repeated: a person whom the pool does not know any more is deleted.
	 */
	async deleteUser(): Promise<void> {
		try {
			await (await this.#signedInPool()).deleteUser();
		} catch (error) {
			if (!isGone(error)) throw error;
		}
		await this.#end('deleted');
	}

	async setUpTotp(): Promise<{ readonly secret: string; readonly uri: string }> {
		const email = this.#state.kind === 'signed-in' ? this.#state.email : '';
		return (await this.#signedInPool()).setUpTotp('CloudVault', email);
	}

	async verifyTotp(code: string): Promise<void> {
		await (await this.#signedInPool()).verifyTotp(code);
	}

	async disableTotp(): Promise<void> {
		await (await this.#signedInPool()).disableTotp();
	}

	async totpEnabled(): Promise<boolean> {
		return (await this.#signedInPool()).totpEnabled();
	}

	/** Amplify would refresh by itself, but not take turns with other tabs: see [Note: One refresh at a time]. */
	async #signedInPool(): Promise<UserPool> {
		await this.accessToken();
		return this.#parts.pool();
	}

	#arrived(step: SignInStep): SignInStep {
		const { idToken } = this.#parts.storage;
		if (step !== 'done' || idToken === undefined) return step;
		writeAccountRecord(readAccount(idToken));
		this.#readRecord();
		forgetSignInMemory();
		return step;
	}

	/** Groups change while a person is signed in; each fresh token tells the present ones. */
	#learn(token: string): void {
		if (this.#state.kind !== 'signed-in' || ownsStage(token) === this.#state.ownsStage) return;
		const { email, sub, ownsStage: before } = this.#state;
		writeAccountRecord({ email, sub, ownsStage: !before });
		this.#readRecord();
	}

	#readRecord(): void {
		const account = readAccountRecord();
		this.#state =
			account === undefined ? { kind: 'signed-out' } : { kind: 'signed-in', ...account };
	}

	async #end(because?: Ending): Promise<void> {
		rememberForSignIn({ ended: because });
		await this.#parts.storage.clear();
		eraseAccountRecord();
		this.#state = { kind: 'signed-out' };
	}
}

/** The pool knows neither this person nor this session. */
function isGone(error: unknown): boolean {
	if (error instanceof AuthError) return error.reason === 'wrong_credentials';
	return error instanceof ApiError && error.code === 'unauthenticated';
}
