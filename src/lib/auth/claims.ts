import * as v from 'valibot';
import type { Account } from './account-record';

/** Of people who belong to no group the claim is absent. */
const groups = v.object({ 'cognito:groups': v.optional(v.array(v.string()), []) });
const idClaims = v.object({ sub: v.string(), email: v.string() });
const lifetime = v.object({ iat: v.number(), exp: v.number() });

/** Who an ID token is about. Not verified here: the API verifies what it is sent, and this page only greets. */
export function readAccount(idToken: string): Account {
	return { ...v.parse(idClaims, payload(idToken)), ownsStage: ownsStage(idToken) };
}

/** Whether a token's bearer is one of those who run this stage. For what to offer; the API asks for itself. */
export function ownsStage(token: string): boolean {
	return v.parse(groups, payload(token))['cognito:groups'].includes('owners');
}

/** How long a token lives from its issue, in milliseconds: a difference, so that a wrong clock here does not matter. */
export function lifetimeMs(token: string): number {
	const { iat, exp } = v.parse(lifetime, payload(token));
	return (exp - iat) * 1000;
}

/** When it was issued by the user pool's clock, in milliseconds since 1970. */
export function issuedAtMs(token: string): number {
	return v.parse(lifetime, payload(token)).iat * 1000;
}

function payload(jwt: string): unknown {
	const [, encoded] = jwt.split('.');
	if (encoded === undefined) throw new Error('Not a token: it has no payload');
	const base64 = encoded.replaceAll('-', '+').replaceAll('_', '/');
	const bytes = Uint8Array.from(atob(base64), (char) => char.codePointAt(0) ?? 0);
	return JSON.parse(new TextDecoder().decode(bytes));
}
