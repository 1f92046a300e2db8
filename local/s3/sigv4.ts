import {
	createHash,
	createHmac,
	createSecretKey,
	timingSafeEqual,
	type KeyObject,
} from 'node:crypto';
import { encodeComponent, encodePath } from './uri.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** `ACCESSKEY/20260131/us-east-1/s3/aws4_request`, taken apart. */
export interface CredentialScope {
	readonly accessKeyId: string;
	/** `YYYYMMDD`. */
	readonly date: string;
	readonly region: string;
	readonly service: string;
	readonly terminator: string;
}

/** `undefined` if there are not five parts; an access key may itself contain slashes. */
export function parseCredential(text: string): CredentialScope | undefined {
	const parts = text.split('/');
	const [terminator, service, region, date] = parts.splice(-4).reverse();
	if (!terminator || !service || !region || !date || parts.length === 0) return undefined;
	return { accessKeyId: parts.join('/'), date, region, service, terminator };
}

export function scopeText(scope: CredentialScope): string {
	return [scope.date, scope.region, scope.service, scope.terminator].join('/');
}

export interface CanonicalParts {
	readonly method: string;
	/** Decoded; S3 encodes each segment once and neither merges slashes nor resolves dots. */
	readonly path: string;
	readonly query: readonly (readonly [string, string])[];
	readonly headers: ReadonlyMap<string, string>;
	/** Lower case, sorted. */
	readonly signedHeaders: readonly string[];
	/** Hex SHA-256 of the body, `UNSIGNED-PAYLOAD` or one of the `STREAMING-…` words. */
	readonly payloadHash: string;
}

export function canonicalRequest(parts: CanonicalParts): string {
	const headers = parts.signedHeaders.map(
		(name) => `${name}:${(parts.headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}\n`,
	);
	return [
		parts.method,
		encodePath(parts.path),
		canonicalQuery(parts.query),
		headers.join(''),
		parts.signedHeaders.join(';'),
		parts.payloadHash,
	].join('\n');
}

function canonicalQuery(query: CanonicalParts['query']): string {
	return query
		.filter(([name]) => name !== 'X-Amz-Signature')
		.map(([name, value]) => [encodeComponent(name), encodeComponent(value)] as const)
		.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** `timestamp` is `YYYYMMDDTHHMMSSZ`. */
export function stringToSign(canonical: string, timestamp: string, scope: CredentialScope): string {
	return [ALGORITHM, timestamp, scopeText(scope), sha256Hex(canonical)].join('\n');
}

/** Keys made before: each holds for a day, and for thousands of requests. OpenSSL takes six times as long to make one of its bytes as to sign with it. */
const signingKeys = new Map<string, KeyObject>();
const SIGNING_KEYS_MAX = 100;

export function signingKey(secretAccessKey: string, scope: CredentialScope): KeyObject {
	const name = JSON.stringify([secretAccessKey, scope]);
	let known = signingKeys.get(name);
	if (known === undefined) {
		if (signingKeys.size >= SIGNING_KEYS_MAX) signingKeys.clear();
		signingKeys.set(name, (known = makeSigningKey(secretAccessKey, scope)));
	}
	return known;
}

function makeSigningKey(secretAccessKey: string, scope: CredentialScope): KeyObject {
	const bytes = [scope.date, scope.region, scope.service, scope.terminator].reduce(
		(key, part) => createHmac('sha256', key).update(part).digest(),
		Buffer.from(`AWS4${secretAccessKey}`),
	);
	return createSecretKey(bytes);
}

export function sign(key: KeyObject, text: string): string {
	return createHmac('sha256', key).update(text).digest('hex');
}

/** Compares without telling by its duration how much was right. */
export function sameSignature(expected: string, given: string): boolean {
	const [a, b] = [Buffer.from(expected), Buffer.from(given)];
	return a.length === b.length && timingSafeEqual(a, b);
}

function sha256Hex(data: string | Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ`; `undefined` for anything else. */
export function parseTimestamp(text: string): number | undefined {
	const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second] = match;
	const time = Date.parse(
		`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
	);
	return Number.isNaN(time) ? undefined : time;
}
