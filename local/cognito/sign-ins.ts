import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Account, SignIn } from './account.ts';
import type { Client } from './client.ts';
import { notAuthorized, UserPoolError } from './errors.ts';
import type { Pool } from './pool.ts';
import { lifetimeSeconds } from './tokens.ts';

/** More than any tab rotates in the lifetime of the session; bounds the file. */
const MAX_ROTATED = 100;

const Input = v.object({ ClientId: v.string(), RefreshToken: v.string() });

export interface IssuedTokens {
	readonly AccessToken: string;
	readonly IdToken: string;
	readonly RefreshToken?: string;
	readonly TokenType: 'Bearer';
	readonly ExpiresIn: number;
}

/** Begins a session: its first tokens. */
export function beginSignIn(
	pool: Pool,
	account: Account,
	client: Client,
): IssuedTokens & { readonly RefreshToken: string } {
	const id = randomUUID();
	const refreshId = randomUUID();
	const authTime = Math.floor(Date.now() / 1000);
	const seconds = lifetimeSeconds(client, 'RefreshToken');
	const signIn = { id, refreshId, rotated: [], expiresAt: Date.now() + seconds * 1000 };
	const live = account.signIns.filter(({ expiresAt }) => expiresAt > Date.now());
	pool.accounts.put({ ...account, signIns: [...live, signIn] });
	return {
		...issue(pool, account, client, { id, authTime }),
		RefreshToken: pool.tokens.refresh(account, client, {
			id,
			refreshId,
			authTime,
			exp: authTime + seconds,
		}),
	};
}

/**
 * GetTokensFromRefreshToken. Where the client rotates, each refresh token works once, plus a short while
 * in which its answer may be asked for again.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export function refresh(pool: Pool, input: unknown): unknown {
	const { ClientId, RefreshToken } = v.parse(Input, input);
	const { account, signIn, refreshId, authTime, exp } = holderOf(pool, ClientId, RefreshToken);
	const client = pool.client(ClientId);
	const { graceSeconds } = client;
	const result = issue(pool, account, client, { id: signIn.id, authTime });
	if (graceSeconds === undefined) return { AuthenticationResult: result };
	const next = randomUUID();
	pool.accounts.put({
		...account,
		signIns: account.signIns.map((each) =>
			each.id === signIn.id ? rotated(each, { refreshId, next, graceSeconds }) : each,
		),
	});
	// It lives as long as the first one would have: rotating does not prolong a session.
	const rotation = { id: signIn.id, refreshId: next, authTime, exp };
	return {
		AuthenticationResult: {
			...result,
			RefreshToken: pool.tokens.refresh(account, client, rotation),
		},
	};
}

/** RevokeToken: ends the session, so that its access tokens are refused here as well. */
export function revoke(pool: Pool, input: unknown): unknown {
	const { ClientId, Token } = v.parse(v.object({ ClientId: v.string(), Token: v.string() }), input);
	const claims = pool.key.verify(Token);
	if (claims?.token_use !== 'refresh') {
		throw new UserPoolError('UnsupportedTokenTypeException', 'Unsupported token type');
	}
	if (claims.client_id !== ClientId) throw notAuthorized('Invalid Refresh Token');
	const account = pool.accounts.find(String(claims.sub));
	if (!account) return {};
	const signIns = account.signIns.filter(({ id }) => id !== claims.origin_jti);
	pool.accounts.put({ ...account, signIns });
	return {};
}

function issue(
	pool: Pool,
	account: Account,
	client: Client,
	session: { readonly id: string; readonly authTime: number },
): IssuedTokens {
	return {
		...pool.tokens.access(account, client, session),
		TokenType: 'Bearer',
		ExpiresIn: lifetimeSeconds(client, 'AccessToken'),
	};
}

function rotated(
	signIn: SignIn,
	{ refreshId, next, graceSeconds }: { refreshId: string; next: string; graceSeconds: number },
): SignIn {
	// Asked for again within the grace period: the tokens of the first answer may be in use elsewhere.
	const until = Date.now() + graceSeconds * 1000;
	const known = signIn.rotated.some((each) => each.refreshId === refreshId);
	const earlier = known ? signIn.rotated : [...signIn.rotated, { refreshId, until }];
	if (!known) return { ...signIn, refreshId: next, rotated: earlier.slice(-MAX_ROTATED) };
	const replaced = [...earlier, { refreshId: signIn.refreshId, until }];
	return { ...signIn, refreshId: next, rotated: replaced.slice(-MAX_ROTATED) };
}

function holderOf(pool: Pool, clientId: string, token: string) {
	const claims = pool.key.verify(token);
	if (claims?.token_use !== 'refresh' || claims.client_id !== clientId) {
		throw notAuthorized('Invalid Refresh Token');
	}
	const account = pool.accounts.find(String(claims.sub));
	const signIn = account?.signIns.find(({ id }) => id === claims.origin_jti);
	if (!account || !signIn) throw notAuthorized('Refresh Token has been revoked');
	const refreshId = String(claims.jti);
	const graced = signIn.rotated.find((each) => each.refreshId === refreshId);
	if (signIn.refreshId !== refreshId && (graced === undefined || graced.until < Date.now())) {
		throw new UserPoolError(
			'RefreshTokenReuseException',
			'Refresh token has been invalidated by rotation.',
		);
	}
	return {
		account,
		signIn,
		refreshId,
		authTime: Number(claims.auth_time),
		exp: Number(claims.exp),
	};
}
