import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requestUrl } from '../http/request-url.ts';
import type { AccessKeys, KnownKey } from '../iam/access-keys.ts';

/** Requests signed longer ago are refused, as by AWS. */
const MAX_SKEW_MS = 5 * 60_000;

interface Verifier {
	readonly keys: AccessKeys;
	readonly now: Date;
}

export interface SignedRequest {
	readonly key: KnownKey;
	/** From the credential scope, e.g. `sns`. */
	readonly service: string;
}

/**
 * Verifies Signature Version 4 in the Authorization header of a query or JSON protocol request,
 * body included. Undefined unless the signature is right and a key we know made it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(
	request: IncomingMessage,
	body: Buffer,
	{ keys, now }: Verifier,
): SignedRequest | undefined {
	const found =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
			request.headers.authorization ?? '',
		);
	if (!found) return undefined;
	const [, keyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] =
		found;
	const key = keys.find(keyId);
	const time = header(request, 'x-amz-date');
	if (!key || !time.startsWith(date) || !isRecent(time, now)) return undefined;
	if (
		key.sessionToken !== undefined &&
		header(request, 'x-amz-security-token') !== key.sessionToken
	) {
		return undefined;
	}
	const canonical = canonicalRequest(request, signedHeaders, body);
	const scope = `${date}/${region}/${service}/aws4_request`;
	const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
	const signingKey = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
		(secret, part) => hmac(secret, part),
		`AWS4${key.secretAccessKey}`,
	);
	const expected = hmac(signingKey, toSign);
	return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? { key, service } : undefined;
}

function canonicalRequest(request: IncomingMessage, signedHeaders: string, body: Buffer): string {
	const url = requestUrl(request);
	const query = [...url.searchParams]
		.map(([name, value]) => `${encode(name)}=${encode(value)}`)
		.toSorted()
		.join('&');
	const headers = signedHeaders
		.split(';')
		.map((name) => `${name}:${header(request, name).trim().replace(/ +/g, ' ')}\n`)
		.join('');
	const path = url.pathname.split('/').map(encode).join('/');
	return [request.method, path, query, headers, signedHeaders, sha256(body)].join('\n');
}

function header(request: IncomingMessage, name: string): string {
	return request.headersDistinct[name]?.join(',') ?? '';
}

/** `20260102T030405Z`, at most five minutes from now. */
function isRecent(time: string, now: Date): boolean {
	const iso = time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
	return Math.abs(now.getTime() - Date.parse(iso)) <= MAX_SKEW_MS;
}

function encode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function sha256(data: string | Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
	return createHmac('sha256', key).update(data).digest();
}
