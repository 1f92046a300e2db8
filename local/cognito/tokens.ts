import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { Client } from './client.ts';
import type { SigningKey } from './signing-key.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
	seconds: 1,
	minutes: 60,
	hours: 3600,
	days: 86_400,
};

type TokenKind = 'AccessToken' | 'IdToken' | 'RefreshToken';

/** Cognito's defaults, where the client does not set a lifetime: an hour, an hour, thirty days. */
const DEFAULTS: Readonly<Record<TokenKind, readonly [number, string]>> = {
	AccessToken: [1, 'hours'],
	IdToken: [1, 'hours'],
	RefreshToken: [30, 'days'],
};

/** Seconds that a token of a client is valid for. */
export function lifetimeSeconds({ validity, units }: Client, kind: TokenKind): number {
	const [defaultCount, defaultUnit] = DEFAULTS[kind];
	const count = validity[kind] ?? defaultCount;
	return count * (UNIT_SECONDS[units[kind] ?? defaultUnit] ?? 3600);
}

/** A sign-in: its id, and when it happened in epoch seconds. */
interface Session {
	readonly id: string;
	readonly authTime: number;
}

/** Issues tokens with the claims that Cognito gives to people who signed in by the user pools API. */
export class Tokens {
	readonly #key: SigningKey;
	readonly #issuer: string;

	constructor(key: SigningKey, issuer: string) {
		this.#key = key;
		this.#issuer = issuer;
	}

	access({ sub, email, emailVerified, groups }: Account, client: Client, session: Session) {
		const now = Math.floor(Date.now() / 1000);
		const shared = {
			sub,
			iss: this.#issuer,
			origin_jti: session.id,
			event_id: randomUUID(),
			// OpenID Connect Core 12.2: of the first authentication, however often tokens are renewed.
			auth_time: session.authTime,
			iat: now,
			...(groups.length > 0 && { 'cognito:groups': groups }),
		};
		return {
			AccessToken: this.#key.sign({
				...shared,
				token_use: 'access',
				scope: 'aws.cognito.signin.user.admin',
				client_id: client.id,
				username: sub,
				jti: randomUUID(),
				exp: now + lifetimeSeconds(client, 'AccessToken'),
			}),
			IdToken: this.#key.sign({
				...shared,
				token_use: 'id',
				aud: client.id,
				'cognito:username': sub,
				email,
				email_verified: emailVerified,
				jti: randomUUID(),
				exp: now + lifetimeSeconds(client, 'IdToken'),
			}),
		};
	}

	/** Opaque on AWS. Signed here, so that whose it is need not be searched for. `exp` is in epoch seconds. */
	refresh(
		{ sub }: Account,
		client: Client,
		session: Session & { readonly refreshId: string; readonly exp: number },
	): string {
		return this.#key.sign({
			sub,
			token_use: 'refresh',
			client_id: client.id,
			auth_time: session.authTime,
			origin_jti: session.id,
			jti: session.refreshId,
			exp: session.exp,
		});
	}
}
