import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { authenticate, type Authority } from '../../../../local/s3/authenticate.ts';
import { S3Request } from '../../../../local/s3/request.ts';
import {
	canonicalRequest,
	scopeText,
	sign,
	signingKey,
	stringToSign,
} from '../../../../local/s3/sigv4.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const TIMESTAMP = '20260131T120000Z';
const SECRET = 'secret';
const HOST = '127.0.0.1:9000';
const AUTHORITY: Authority = {
	region: 'us-east-1',
	now: NOW,
	credentials: () => ({ secretAccessKey: SECRET, principal: 'tester' }),
};

interface Signing {
	readonly date?: string;
	readonly region?: string;
	readonly service?: string;
	readonly terminator?: string;
	readonly timestamp?: string;
	readonly expires?: string;
}

/** A presigned GET whose signature is right for whatever it says: only what it says can be wrong. */
function presigned(signing: Signing): S3Request {
	const { timestamp = TIMESTAMP, expires = '900', ...changes } = signing;
	const scope = {
		accessKeyId: 'KEY',
		date: '20260131',
		region: 'us-east-1',
		service: 's3',
		terminator: 'aws4_request',
		...changes,
	};
	const query: [string, string][] = [
		['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
		['X-Amz-Credential', `KEY/${scopeText(scope)}`],
		['X-Amz-Date', timestamp],
		['X-Amz-Expires', expires],
		['X-Amz-SignedHeaders', 'host'],
	];
	const canonical = canonicalRequest({
		method: 'GET',
		path: '/vault/u/1',
		query,
		headers: new Map([['host', HOST]]),
		signedHeaders: ['host'],
		payloadHash: 'UNSIGNED-PAYLOAD',
	});
	const signature = sign(signingKey(SECRET, scope), stringToSign(canonical, timestamp, scope));
	const search = new URLSearchParams([...query, ['X-Amz-Signature', signature]]);
	return new S3Request({
		method: 'GET',
		url: `/vault/u/1?${search.toString()}`,
		headersDistinct: { host: [HOST] },
		iterator: () => [],
	} as unknown as IncomingMessage);
}

describe('a presigned address', () => {
	test.each<[string, Signing]>([
		['names this server, its service and today', {}],
		['lives a week', { expires: '604800' }],
		['ends this very second', { timestamp: '20260131T114500Z' }],
		['is dated a quarter of an hour ahead', { timestamp: '20260131T121500Z' }],
	])('is taken where it %s', (_, signing) => {
		expect(authenticate(presigned(signing), AUTHORITY).principal).toBe('tester');
	});

	test.each<[string, Signing]>([
		['lives longer than a week', { expires: '604801' }],
		['lives a negative time', { expires: '-1' }],
		['has expired', { timestamp: '20260131T114459Z' }],
		['is dated further ahead', { timestamp: '20260131T121501Z' }],
		['names another day than its date', { date: '20260130' }],
		['names another region', { region: 'eu-west-1' }],
		['names another service', { service: 'sns' }],
		['ends its scope in another word', { terminator: 'aws5_request' }],
	])('is refused where it %s', (_, signing) => {
		expect(() => authenticate(presigned(signing), AUTHORITY)).toThrow();
	});
});
