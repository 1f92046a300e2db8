import type { AppClient } from 'cognito-local/lib/services/appClient.js';
import type { TokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import { attributeValue, type User } from 'cognito-local/lib/services/userPoolService.js';
import { randomUUID } from 'node:crypto';
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
export function lifetimeSeconds(client: AppClient, kind: TokenKind): number {
	const [defaultCount, defaultUnit] = DEFAULTS[kind];
	const count = client[`${kind}Validity`] ?? defaultCount;
	const unit = client.TokenValidityUnits?.[kind] ?? defaultUnit;
	return count * (UNIT_SECONDS[unit] ?? 3600);
}

export interface Tokens extends TokenGenerator {
	/** For a refresh token: access and ID token of the session that began at `authTime`, in epoch seconds. */
	renew(
		user: User,
		groups: readonly string[],
		client: AppClient,
		authTime: number,
	): Awaited<ReturnType<TokenGenerator['generate']>>;
}

/** Issues tokens with the claims that Cognito gives to people who signed in by the user pools API. */
export function tokenGenerator(key: SigningKey, issuer: string): Tokens {
	const epochSeconds = (): number => Math.floor(Date.now() / 1000);
	const tokens: Tokens = {
		generate: (_context, user, groups, client) =>
			Promise.resolve(tokens.renew(user, groups, client, epochSeconds())),
		renew: (user, groups, client, authTime) => {
			const now = epochSeconds();
			const sub = attributeValue('sub', user.Attributes);
			const shared = {
				sub,
				iss: issuer,
				origin_jti: randomUUID(),
				event_id: randomUUID(),
				// OpenID Connect Core 12.2: of the first authentication, however often tokens are renewed.
				auth_time: authTime,
				iat: now,
				...(groups.length > 0 && { 'cognito:groups': groups }),
			};
			const expiry = (kind: TokenKind): number => now + lifetimeSeconds(client, kind);
			return {
				AccessToken: key.sign({
					...shared,
					token_use: 'access',
					scope: 'aws.cognito.signin.user.admin',
					client_id: client.ClientId,
					username: user.Username,
					jti: randomUUID(),
					exp: expiry('AccessToken'),
				}),
				IdToken: key.sign({
					...shared,
					token_use: 'id',
					aud: client.ClientId,
					'cognito:username': user.Username,
					email: attributeValue('email', user.Attributes),
					email_verified: attributeValue('email_verified', user.Attributes) === 'true',
					jti: randomUUID(),
					exp: expiry('IdToken'),
				}),
				// Opaque on AWS. Signed here, so that its expiry need not be kept anywhere.
				RefreshToken: key.sign({
					sub,
					token_use: 'refresh',
					client_id: client.ClientId,
					auth_time: authTime,
					jti: randomUUID(),
					exp: expiry('RefreshToken'),
				}),
			};
		},
	};
	return tokens;
}
