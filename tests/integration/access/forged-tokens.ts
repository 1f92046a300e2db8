import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

interface Jwt {
	readonly header: Record<string, unknown>;
	readonly payload: Record<string, unknown>;
	readonly signature: string;
}

function decode(token: string): Jwt {
	const [header = '', payload = '', signature = ''] = token.split('.');
	const read = (part: string) =>
		JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
	return { header: read(header), payload: read(payload), signature };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(header: object, payload: object, key: KeyObject): string {
	const input = `${part(header)}.${part(payload)}`;
	return `${input}.${sign('RSA-SHA256', Buffer.from(input), key).toString('base64url')}`;
}

/** What an attacker holds: a real token pair, another person's token, the pool's public key. */
export interface Loot {
	readonly accessToken: string;
	readonly idToken: string;
	readonly refreshToken: string;
	readonly publicKeyPem: string;
}

/** Authorization headers that must open nothing, each with the promise it stands for. */
export function forgedAuthorizations(
	loot: Loot,
): [title: string, authorization: string | undefined][] {
	const { header, payload, signature } = decode(loot.accessToken);
	const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const jwk = other.publicKey.export({ format: 'jwk' });
	const edited = (changes: object) =>
		`${part(header)}.${part({ ...payload, ...changes })}.${signature}`;
	const resigned = (changes: object, headerChanges: object = {}) =>
		signed({ ...header, ...headerChanges }, { ...payload, ...changes }, other.privateKey);
	const hmacInput = `${part({ ...header, alg: 'HS256' })}.${part(payload)}`;
	const hmac = createHmac('sha256', loot.publicKeyPem).update(hmacInput).digest('base64url');
	const tokens: [string, string][] = [
		['garbage', 'garbage'],
		['three empty parts', '..'],
		['no signature', `${part(header)}.${part(payload)}.`],
		['alg none', `${part({ ...header, alg: 'none' })}.${part(payload)}.`],
		[
			'alg none with the old signature',
			`${part({ ...header, alg: 'none' })}.${part(payload)}.${signature}`,
		],
		['HS256 signed with the public key', `${hmacInput}.${hmac}`],
		['another key under the same kid', resigned({})],
		['an unknown kid', resigned({}, { kid: 'another' })],
		['no kid', resigned({}, { kid: undefined })],
		['a jku that points elsewhere', resigned({}, { jku: 'http://127.0.0.1:9/jwks.json' })],
		['its own key embedded', resigned({}, { jwk })],
		['another issuer', resigned({ iss: 'http://127.0.0.1:9/other' })],
		['another client', resigned({ client_id: 'another' })],
		["another person's sub", edited({ sub: '00000000-0000-4000-8000-000000000000' })],
		['a later expiry', edited({ exp: 4_102_444_800 })],
		['no expiry', resigned({ exp: undefined })],
		['more scopes', edited({ scope: 'aws.cognito.signin.user.admin admin' })],
		['a group it is not in', edited({ 'cognito:groups': ['owners'] })],
		['no sub', resigned({ sub: undefined })],
		['a truncated signature', loot.accessToken.slice(0, -10)],
		['a token of 9 kB', resigned({ padding: 'x'.repeat(9000) })],
		['the ID token instead of the access token', loot.idToken],
		['the refresh token', loot.refreshToken],
	];
	return [
		['nothing at all', undefined],
		['an empty header', ''],
		['Bearer without a token', 'Bearer '],
		['Basic instead of Bearer', `Basic ${Buffer.from('demo:demo').toString('base64')}`],
		['two tokens', `Bearer ${loot.accessToken}, Bearer ${loot.accessToken}`],
		...tokens.map(([title, token]): [string, string] => [title, `Bearer ${token}`]),
	];
}

/**
 * Claims that the pool's own key signs, so that nothing but what they say can keep them out. The last
 * three pass the gateway, which asks for neither `sub` nor `token_use`: the function refuses them.
 */
export function misusedClaims(
	accessToken: string,
): [title: string, claims: Record<string, unknown>, refusedBy: 'gateway' | 'function'][] {
	const { payload } = decode(accessToken);
	const now = Math.floor(Date.now() / 1000);
	return [
		['that expired a second ago', { ...payload, exp: now - 1 }, 'gateway'],
		['that never expires', { ...payload, exp: undefined }, 'gateway'],
		['that is not valid yet', { ...payload, nbf: now + 600 }, 'gateway'],
		['that will be issued later', { ...payload, iat: now + 600 }, 'gateway'],
		['of another client', { ...payload, client_id: 'another' }, 'gateway'],
		['of no client', { ...payload, client_id: undefined }, 'gateway'],
		['for another audience', { ...payload, aud: 'another' }, 'gateway'],
		['of another pool', { ...payload, iss: `${String(payload.iss)}x` }, 'gateway'],
		['without a scope', { ...payload, scope: undefined }, 'gateway'],
		['with another scope', { ...payload, scope: 'openid email' }, 'gateway'],
		['that says it is an ID token', { ...payload, token_use: 'id' }, 'function'],
		['without a subject', { ...payload, sub: undefined }, 'function'],
		['of a subject that is no id of ours', { ...payload, sub: '\u0430dmin' }, 'function'],
	];
}
