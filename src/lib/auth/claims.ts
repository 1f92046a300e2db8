import * as v from 'valibot';

const idClaims = v.object({ sub: v.string(), email: v.string() });
const lifetime = v.object({ iat: v.number(), exp: v.number() });

/** Who an ID token is about. Not verified here: the API verifies what it is sent, and this page only greets. */
export function readAccount(idToken: string): v.InferOutput<typeof idClaims> {
	return v.parse(idClaims, payload(idToken));
}

/** How long a token lives from its issue, in milliseconds: a difference, so that a wrong clock here does not matter. */
export function lifetimeMs(token: string): number {
	const { iat, exp } = v.parse(lifetime, payload(token));
	return (exp - iat) * 1000;
}

function payload(jwt: string): unknown {
	const base64 = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
	const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0);
	return JSON.parse(new TextDecoder().decode(bytes));
}
