import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache, type Jwks } from 'aws-jwt-verify/jwk';
import type { JwtAuthorizer, Route } from './routes.ts';

export interface Caller {
	/** Every claim as text, as API Gateway hands them to a function. */
	readonly claims: Readonly<Record<string, string>>;
	readonly scopes: readonly string[] | null;
}

type Verdict =
	| { readonly kind: 'allowed'; readonly caller: Caller }
	| { readonly kind: 'unauthorized' }
	| { readonly kind: 'forbidden' };

export type TokenCheck = (route: Route, authorization: string | undefined) => Promise<Verdict>;

/**
 * API Gateway's JWT authorizer: signature by a key of the issuer, `iss`, `aud` or else `client_id`,
 * `exp`, `nbf`, `iat`, and then the route's scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function tokenChecker(keysOf: (issuer: string) => Jwks): TokenCheck {
	const verifiers = new Map<string, ReturnType<typeof createVerifier>>();
	return async (route, authorization) => {
		const { authorizer } = route;
		if (!authorizer) return { kind: 'allowed', caller: { claims: {}, scopes: null } };
		const token = authorization?.replace(/^bearer /i, '').trim();
		if (!token) return { kind: 'unauthorized' };

		const verifier =
			verifiers.get(authorizer.issuer) ??
			createVerifier(authorizer.issuer, keysOf(authorizer.issuer));
		verifiers.set(authorizer.issuer, verifier);
		const payload = await verifier.verify(token).catch(() => undefined);
		if (!payload || !isFor(payload, authorizer)) return { kind: 'unauthorized' };

		const granted = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
		const scopes = route.scopes.filter((scope) => granted.includes(scope));
		if (route.scopes.length > 0 && scopes.length === 0) return { kind: 'forbidden' };
		const claims = Object.entries(payload).map(([name, value]) => [name, claimText(value)]);
		return {
			kind: 'allowed',
			caller: {
				claims: Object.fromEntries(claims) as Record<string, string>,
				scopes: route.scopes.length > 0 ? scopes : null,
			},
		};
	};
}

function createVerifier(issuer: string, jwks: Jwks) {
	const verifier = JwtVerifier.create(
		{
			issuer,
			// Checked by `isFor`: an access token of Cognito has no `aud`, but a `client_id`.
			audience: null,
			jwksUri: `${issuer}/.well-known/jwks.json`,
		},
		// A token that names an unknown key must not make us ask AWS for it.
		{ jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => Promise.reject(new Error()) } }) },
	);
	verifier.cacheJwks(jwks);
	return verifier;
}

function isFor(payload: Readonly<Record<string, unknown>>, { audience }: JwtAuthorizer): boolean {
	const { aud, client_id: clientId, exp, iat } = payload;
	// The library checks an expiry that is there; a token that never expires it would let pass.
	if (typeof exp !== 'number') return false;
	if (typeof iat === 'number' && iat > Date.now() / 1000) return false;
	const named: unknown[] = aud === undefined ? [clientId] : [aud].flat();
	return named.some((name) => typeof name === 'string' && audience.includes(name));
}

function claimText(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
	return typeof value === 'string' ? value : JSON.stringify(value);
}
