import { describe, expect, test } from 'vitest';
import {
	canonicalRequest,
	parseCredential,
	parseTimestamp,
	sameSignature,
	sign,
	signingKey,
	stringToSign,
	type CanonicalParts,
} from '../../../../local/s3/sigv4.ts';

/** The examples that AWS prints: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const TIMESTAMP = '20130524T000000Z';
const SCOPE = {
	accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
	date: '20130524',
	region: 'us-east-1',
	service: 's3',
	terminator: 'aws4_request',
};
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HOST = 'examplebucket.s3.amazonaws.com';

function signatureOf(parts: Omit<CanonicalParts, 'signedHeaders'>): string {
	const signedHeaders = [...parts.headers.keys()].sort();
	const canonical = canonicalRequest({ ...parts, signedHeaders });
	return sign(signingKey(SECRET, SCOPE), stringToSign(canonical, TIMESTAMP, SCOPE));
}

function headers(extra: Record<string, string>): Map<string, string> {
	return new Map(Object.entries({ host: HOST, 'x-amz-date': TIMESTAMP, ...extra }));
}

describe('signatures of the examples that AWS documents', () => {
	test('a GET with a Range header', () => {
		const signature = signatureOf({
			method: 'GET',
			path: '/test.txt',
			query: [],
			headers: headers({ range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY }),
			payloadHash: EMPTY,
		});

		expect(signature).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
	});

	test('a PUT whose key has a character to be escaped', () => {
		const payloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
		const signature = signatureOf({
			method: 'PUT',
			path: '/test$file.text',
			query: [],
			headers: headers({
				date: 'Fri, 24 May 2013 00:00:00 GMT',
				'x-amz-content-sha256': payloadHash,
				'x-amz-storage-class': 'REDUCED_REDUNDANCY',
			}),
			payloadHash,
		});

		expect(signature).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
	});

	test('a GET of a parameter without a value', () => {
		const signature = signatureOf({
			method: 'GET',
			path: '/',
			query: [['lifecycle', '']],
			headers: headers({ 'x-amz-content-sha256': EMPTY }),
			payloadHash: EMPTY,
		});

		expect(signature).toBe('fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543');
	});

	test('a list with two parameters', () => {
		const signature = signatureOf({
			method: 'GET',
			path: '/',
			query: [
				['prefix', 'J'],
				['max-keys', '2'],
			],
			headers: headers({ 'x-amz-content-sha256': EMPTY }),
			payloadHash: EMPTY,
		});

		expect(signature).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
	});

	test('a presigned GET', () => {
		const signature = signatureOf({
			method: 'GET',
			path: '/test.txt',
			query: [
				['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
				['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
				['X-Amz-Date', TIMESTAMP],
				['X-Amz-Expires', '86400'],
				['X-Amz-SignedHeaders', 'host'],
				['X-Amz-Signature', 'left out of what is signed'],
			],
			headers: new Map([['host', HOST]]),
			payloadHash: 'UNSIGNED-PAYLOAD',
		});

		expect(signature).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
	});
});

describe('the canonical request', () => {
	const parts: CanonicalParts = {
		method: 'GET',
		path: '/bucket//a/../b c+é',
		query: [
			['b', '2'],
			['a', 'z'],
			['a', 'y'],
		],
		headers: new Map([['host', '  two   spaces ']]),
		signedHeaders: ['host'],
		payloadHash: EMPTY,
	};

	test('encodes a path once and neither merges slashes nor resolves dots', () => {
		expect(canonicalRequest(parts).split('\n')[1]).toBe('/bucket//a/../b%20c%2B%C3%A9');
	});

	test('sorts parameters by name and then by value', () => {
		expect(canonicalRequest(parts).split('\n')[2]).toBe('a=y&a=z&b=2');
	});

	test('folds the spaces of a header', () => {
		expect(canonicalRequest(parts).split('\n')[3]).toBe('host:two spaces');
	});
});

describe('credentials and timestamps', () => {
	test('reads an access key that contains slashes', () => {
		const parsed = parseCredential('A/B/20130524/us-east-1/s3/aws4_request');

		expect(parsed).toEqual({ ...SCOPE, accessKeyId: 'A/B' });
	});

	test.each(['', 'AKID', 'AKID/20130524/us-east-1/s3', '20130524/us-east-1/s3/aws4_request'])(
		'does not read %j as a credential',
		(text) => {
			expect(parseCredential(text)).toBeUndefined();
		},
	);

	test('reads the basic form of ISO 8601', () => {
		expect(parseTimestamp(TIMESTAMP)).toBe(Date.UTC(2013, 4, 24));
	});

	test.each(['', '2013-05-24T00:00:00Z', '20131324T000000Z', '20130524T000000', `${TIMESTAMP} `])(
		'does not read %j as a timestamp',
		(text) => {
			expect(parseTimestamp(text)).toBeUndefined();
		},
	);

	test('takes no signature for another, longer or shorter', () => {
		expect(sameSignature('abcd', 'abcd')).toBe(true);
		expect(sameSignature('abcd', 'abce')).toBe(false);
		expect(sameSignature('abcd', 'abcde')).toBe(false);
		expect(sameSignature('abcd', '')).toBe(false);
	});
});
