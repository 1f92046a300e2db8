import type { User } from 'cognito-local/lib/services/userPoolService.js';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { notAuthorized } from './errors.ts';
import type { Pool } from './pool.ts';
import type { Claims } from './signing-key.ts';
import { lifetimeSeconds } from './tokens.ts';

const Input = v.object({ ClientId: v.string(), RefreshToken: v.string() });

/**
 * GetTokensFromRefreshToken, which cognito-local does not know. Where the client rotates, each
 * refresh token works once, plus a short while in which its answer may be asked for again.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export class RefreshTokens {
	readonly #pool: Pool;
	/** Tokens that were rotated away a moment ago: whose they were, and until when they work. */
	readonly #graced = new Map<string, { readonly username: string; readonly until: number }>();

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	async exchange(input: unknown): Promise<unknown> {
		const { ClientId, RefreshToken } = v.parse(Input, input);
		const claims = this.#pool.key.verify(RefreshToken);
		const client = this.#pool.clients.find((each) => each.ClientId === ClientId);
		if (!client || claims?.client_id !== ClientId || claims.token_use !== 'refresh') {
			throw notAuthorized('Invalid Refresh Token');
		}
		const user = await this.#holderOf(RefreshToken);
		if (!user) throw notAuthorized('Refresh Token has been revoked');
		const { context, tokens, users } = this.#pool;
		const groups = await users.listUserGroupMembership(context, user);
		const fresh = tokens.renew(user, groups, client, Number(claims.auth_time));
		const rotated = await this.#rotate(user, { token: RefreshToken, claims, clientId: ClientId });
		return {
			AuthenticationResult: {
				AccessToken: fresh.AccessToken,
				IdToken: fresh.IdToken,
				TokenType: 'Bearer',
				ExpiresIn: lifetimeSeconds(client, 'AccessToken'),
				...(rotated !== undefined && { RefreshToken: rotated }),
			},
		};
	}

	/** Ends the grace period of every token of a person who signed out everywhere. */
	forget(username: string): void {
		for (const [token, graced] of this.#graced) {
			if (graced.username === username) this.#graced.delete(token);
		}
	}

	async #holderOf(token: string): Promise<User | null> {
		const { context, users } = this.#pool;
		const holder = await users.getUserByRefreshToken(context, token);
		if (holder) return holder;
		const graced = this.#graced.get(token);
		if (!graced || graced.until < Date.now()) return null;
		return users.getUserByUsername(context, graced.username);
	}

	/** The token that takes the old one's place, or undefined if the client does not rotate. */
	async #rotate(
		user: User,
		old: { readonly token: string; readonly claims: Claims; readonly clientId: string },
	): Promise<string | undefined> {
		const graceSeconds = this.#pool.rotation.get(old.clientId);
		if (graceSeconds === undefined) return undefined;
		// It lives as long as the first one would have: rotating does not prolong a session.
		const next = this.#pool.key.sign({ ...old.claims, jti: randomUUID() });
		if (!this.#graced.has(old.token)) {
			const until = Date.now() + graceSeconds * 1000;
			this.#graced.set(old.token, { username: user.Username, until });
		}
		const kept = user.RefreshTokens.filter((each) => each !== old.token);
		await this.#pool.users.saveUser(this.#pool.context, {
			...user,
			RefreshTokens: [...kept, next],
		});
		return next;
	}
}
