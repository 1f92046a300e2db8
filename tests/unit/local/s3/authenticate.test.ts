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
	type CredentialScope,
} from '../../../../local/s3/sigv4.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const TIMESTAMP = '20260131T120000Z';
const SECRET = 'secret';
const HOST = '127.0.0.1:9000';
const PATH = '/vault/u/1';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const AUTHORITY: Authority = {
	region: 'us-east-1',
	now: NOW,
	credentials: (id) =>
		id === 'KEY'
			? { secretAccessKey: SECRET, principal: 'tester' }
			: id === 'TEMPORARY'
				? {
						secretAccessKey: SECRET,
						principal: 'role',
						sessionToken: 'token',
						expiresAt: new Date(NOW.getTime() + 1),
					}
				: undefined,
};

type Pairs = readonly (readonly [string, string])[];

interface Sent {
	readonly query?: Pairs;
	readonly headers?: Readonly<Record<string, string>>;
}

function requestOf({ query = [], headers = {} }: Sent): S3Request {
	const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
	const distinct = Object.entries({ host: HOST, ...headers }).map(
		([name, value]): [string, string[]] => [name, [value]],
	);
	return new S3Request({
		method: 'GET',
		url: `${PATH}?${search.toString()}`,
		headersDistinct: Object.fromEntries(distinct),
		iterator: () => [],
	} as unknown as IncomingMessage);
}

interface Signing extends Partial<CredentialScope> {
	readonly timestamp?: string;
	readonly expires?: string;
	/** Beside those of the signature, and signed. */
	readonly query?: Pairs;
	/** Sent and, unless `signedHeaders` leaves them out, signed. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly signedHeaders?: readonly string[];
	readonly payloadHash?: string;
}

function scopeOf(signing: Signing): CredentialScope {
	const {
		accessKeyId = 'KEY',
		date = '20260131',
		region = 'us-east-1',
		service = 's3',
		terminator = 'aws4_request',
	} = signing;
	return { accessKeyId, date, region, service, terminator };
}

/** What is right for whatever it says: only what it says can be wrong. */
function signatureOf(signing: Signing, query: Pairs, signedHeaders: readonly string[]): string {
	const { timestamp = TIMESTAMP, payloadHash = UNSIGNED, headers = {} } = signing;
	const scope = scopeOf(signing);
	const canonical = canonicalRequest({
		method: 'GET',
		path: PATH,
		query,
		headers: new Map(Object.entries({ host: HOST, ...headers })),
		signedHeaders,
		payloadHash,
	});
	return sign(signingKey(SECRET, scope), stringToSign(canonical, timestamp, scope));
}

function credentialOf(signing: Signing): string {
	const scope = scopeOf(signing);
	return `${scope.accessKeyId}/${scopeText(scope)}`;
}

function presigning(signing: Signing): Pairs {
	const { headers = {}, timestamp = TIMESTAMP, expires = '900' } = signing;
	const signedHeaders = signing.signedHeaders ?? ['host', ...Object.keys(headers)].sort();
	const query: Pairs = [
		['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
		['X-Amz-Credential', credentialOf(signing)],
		['X-Amz-Date', timestamp],
		['X-Amz-Expires', expires],
		['X-Amz-SignedHeaders', signedHeaders.join(';')],
		...(signing.query ?? []),
	];
	return [...query, ['X-Amz-Signature', signatureOf(signing, query, signedHeaders)]];
}

function presigned(signing: Signing = {}): S3Request {
	const { headers = {} } = signing;
	return requestOf({ query: presigning(signing), headers });
}

/** Signed in its `Authorization` header. */
function signed(signing: Signing = {}): S3Request {
	const { timestamp = TIMESTAMP, payloadHash = UNSIGNED, query = [] } = signing;
	const headers = {
		'x-amz-content-sha256': payloadHash,
		'x-amz-date': timestamp,
		...signing.headers,
	};
	const signedHeaders = signing.signedHeaders ?? ['host', ...Object.keys(headers)].sort();
	const signature = signatureOf({ ...signing, headers }, query, signedHeaders);
	const authorization =
		`AWS4-HMAC-SHA256 Credential=${credentialOf(signing)}, ` +
		`SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
	return requestOf({ query, headers: { ...headers, authorization } });
}

/** The code and the sentence of a refusal. */
function refusalOf(request: S3Request): string {
	try {
		authenticate(request, AUTHORITY);
	} catch (error) {
		const { code, message } = error as { code: string; message: string };
		return `${code}: ${message}`;
	}
	return 'taken';
}

describe('a presigned address', () => {
	test.each<[string, Signing]>([
		['names this server, its service and today', {}],
		['lives a week', { expires: '604800' }],
		['ends this very second', { timestamp: '20260131T114500Z' }],
		['is over at once, in the second of its making', { expires: '0' }],
		['is dated a quarter of an hour ahead', { timestamp: '20260131T121500Z' }],
		['signs a header that comes with it', { headers: { 'x-amz-acl': 'private' } }],
		[
			'comes with a header that changes nothing',
			{ headers: { range: 'bytes=0-1' }, signedHeaders: ['host'] },
		],
	])('is taken where it %s', (_, signing) => {
		expect(authenticate(presigned(signing), AUTHORITY)).toMatchObject({
			principal: 'tester',
			authType: 'REST-QUERY-STRING',
			payloadHash: UNSIGNED,
		});
	});

	test.each<[string, Signing, RegExp]>([
		[
			'lives longer than a week',
			{ expires: '604801' },
			/^AuthorizationQuery\w+: X-Amz-Expires .* up to 604800$/,
		],
		['lives a negative time', { expires: '-1' }, /^AuthorizationQuery\w+: X-Amz-Expires/],
		['lives a time with a unit', { expires: '900s' }, /^AuthorizationQuery\w+: X-Amz-Expires/],
		[
			'lives a time before which something stands',
			{ expires: 's900' },
			/^AuthorizationQuery\w+: X-Amz-Expires/,
		],
		['has expired', { timestamp: '20260131T114459Z' }, /^AccessDenied: Request has expired$/],
		[
			'is dated further ahead',
			{ timestamp: '20260131T121501Z' },
			/^AccessDenied: Request is not valid yet$/,
		],
		[
			'has a date in another form',
			{ timestamp: '2026-01-31' },
			/^AuthorizationQuery\w+: X-Amz-Date/,
		],
		[
			'names another day than its date',
			{ date: '20260130' },
			/^AuthorizationQuery\w+: The credential date/,
		],
		[
			'names another region',
			{ region: 'eu-west-1' },
			/^AuthorizationQuery\w+: .*'eu-west-1' is wrong; expecting 'us-east-1'$/,
		],
		[
			'names another service',
			{ service: 'sns' },
			/^AuthorizationQuery\w+: .* not for this service$/,
		],
		[
			'ends its scope in another word',
			{ terminator: 'aws5_request' },
			/^AuthorizationQuery\w+: .* not for this service$/,
		],
		[
			'signs a header that does not come',
			{ signedHeaders: ['host', 'x-amz-acl'] },
			/^SignatureDoesNotMatch/,
		],
		[
			'comes with an instruction that was not signed',
			{ headers: { 'x-amz-acl': 'private' }, signedHeaders: ['host'] },
			/^AccessDenied: There were headers/,
		],
		[
			'does not sign its host',
			{ headers: { range: 'bytes=0-1' }, signedHeaders: ['range'] },
			/^AccessDenied: There were headers/,
		],
		['is of an unknown key', { accessKeyId: 'OTHER' }, /^InvalidAccessKeyId/],
		[
			'has a credential of too few parts',
			{ service: '' },
			/^AuthorizationQuery\w+: The Credential is malformed$/,
		],
	])('is refused where it %s', (_, signing, refusal) => {
		expect(refusalOf(presigned(signing))).toMatch(refusal);
	});

	test.each([
		'X-Amz-Credential',
		'X-Amz-Date',
		'X-Amz-Expires',
		'X-Amz-SignedHeaders',
		'X-Amz-Signature',
		'X-Amz-Algorithm',
	])('has %s once, and with a value', (name) => {
		const query = presigning({});
		const given = query.filter(([each]) => each === name);
		const others = query.filter(([each]) => each !== name);
		const refused = `AuthorizationQueryParametersError: ${name} must be given exactly once`;

		// Named twice, it is in what was signed as well: only the rule can refuse it.
		expect(refusalOf(requestOf({ query: [...query, ...given] }))).toBe(refused);
		expect(refusalOf(requestOf({ query: [...others, [name, '']] }))).toBe(refused);
		expect(refusalOf(requestOf({ query: others }))).toBe(refused);
	});

	test('names the one algorithm', () => {
		const query = presigning({}).map(([name, value]): [string, string] =>
			name === 'X-Amz-Algorithm' ? [name, 'AWS4-HMAC-SHA1'] : [name, value],
		);

		expect(refusalOf(requestOf({ query }))).toMatch(/^InvalidRequest: The authorization mechanism/);
	});

	test('with another signature is told what was to be signed', () => {
		const query = presigning({}).map(([name, value]): [string, string] =>
			name === 'X-Amz-Signature' ? [name, '0'.repeat(64)] : [name, value],
		);

		expect(() => authenticate(requestOf({ query }), AUTHORITY)).toThrow(
			expect.objectContaining({
				code: 'SignatureDoesNotMatch',
				extra: {
					StringToSign: expect.stringMatching(/^AWS4-HMAC-SHA256\n/) as string,
					CanonicalRequest: expect.stringMatching(/^GET\n\/vault\/u\/1\n/) as string,
				},
			}),
		);
	});

	test('may promise its body among its parameters', () => {
		const query: Pairs = [['X-Amz-Content-Sha256', 'a'.repeat(64)]];
		const request = presigned({ query, payloadHash: 'a'.repeat(64) });

		expect(authenticate(request, AUTHORITY).payloadHash).toBe('a'.repeat(64));
	});

	test('tells how old it is', () => {
		const request = presigned({ timestamp: '20260131T115500Z' });

		expect(authenticate(request, AUTHORITY).signatureAgeMs).toBe(300_000);
	});
});

describe('a request signed in its header', () => {
	test.each<[string, Signing]>([
		['is dated now', {}],
		['is dated a quarter of an hour ago', { timestamp: '20260131T114500Z' }],
		['is dated a quarter of an hour ahead', { timestamp: '20260131T121500Z' }],
		['promises its body', { payloadHash: 'b'.repeat(64) }],
	])('is taken where it %s', (_, signing) => {
		expect(authenticate(signed(signing), AUTHORITY)).toMatchObject({
			principal: 'tester',
			authType: 'REST-HEADER',
			payloadHash: signing.payloadHash ?? UNSIGNED,
		});
	});

	test.each<[string, Signing, RegExp]>([
		['is dated longer ago', { timestamp: '20260131T114459Z' }, /^RequestTimeTooSkewed/],
		['is dated further ahead', { timestamp: '20260131T121501Z' }, /^RequestTimeTooSkewed/],
		['names another region', { region: 'eu-west-1' }, /^AuthorizationHeaderMalformed: The region/],
		[
			'names another day than its date',
			{ date: '20260130' },
			/^AuthorizationHeaderMalformed: The credential date/,
		],
		[
			'signs a header that does not come',
			{ signedHeaders: ['host', 'x-amz-acl', 'x-amz-content-sha256', 'x-amz-date'] },
			/^SignatureDoesNotMatch/,
		],
		[
			'does not sign its date',
			{ signedHeaders: ['host', 'x-amz-content-sha256'] },
			/^AccessDenied: There were headers/,
		],
		['has a date in another form', { timestamp: 'today' }, /^AccessDenied: .* valid x-amz-date/],
	])('is refused where it %s', (_, signing, refusal) => {
		expect(refusalOf(signed(signing))).toMatch(refusal);
	});

	test.each<[string, Readonly<Record<string, string>>, RegExp]>([
		[
			'says nothing of its body',
			{ 'x-amz-date': TIMESTAMP, authorization: 'AWS4-HMAC-SHA256 Credential=KEY' },
			/^InvalidRequest: Missing required header/,
		],
		[
			'has no date',
			{ 'x-amz-content-sha256': UNSIGNED, authorization: 'AWS4-HMAC-SHA256 Credential=KEY' },
			/^AccessDenied: .* valid x-amz-date/,
		],
		[
			'has no credential',
			{
				'x-amz-date': TIMESTAMP,
				'x-amz-content-sha256': UNSIGNED,
				authorization: 'AWS4-HMAC-SHA256 Signature=x',
			},
			/^AuthorizationHeaderMalformed: The Credential is malformed$/,
		],
		[
			'is signed in another way',
			{ authorization: 'AWS KEY:signature' },
			/^InvalidRequest: The authorization mechanism/,
		],
		['is signed by nothing', {}, /^AccessDenied: Access Denied/],
	])('is refused where it %s', (_, headers, refusal) => {
		expect(refusalOf(requestOf({ headers }))).toMatch(refusal);
	});

	test('is refused where its address is signed as well', () => {
		const query = presigning({});

		expect(refusalOf(signed({ query }))).toBe('InvalidArgument: Only one auth mechanism allowed');
	});
});

describe('a temporary key', () => {
	const temporary = { accessKeyId: 'TEMPORARY' };
	const inQuery = (token: string): Signing => ({
		...temporary,
		query: [['X-Amz-Security-Token', token]],
	});
	const inHeader = (token: string): Signing => ({
		...temporary,
		headers: { 'x-amz-security-token': token },
	});

	test('is taken with its token, in the address or in a header', () => {
		for (const request of [presigned(inQuery('token')), signed(inHeader('token'))]) {
			expect(authenticate(request, AUTHORITY).principal).toBe('role');
		}
	});

	test('is refused with another token and without one', () => {
		for (const request of [
			presigned(inQuery('other')),
			presigned(temporary),
			signed(inHeader('other')),
			signed(temporary),
		]) {
			expect(refusalOf(request)).toMatch(/^InvalidToken/);
		}
	});

	test('is refused at the moment of its end', () => {
		const atItsEnd = { ...AUTHORITY, now: new Date(NOW.getTime() + 1) };

		expect(() => authenticate(presigned(inQuery('token')), atItsEnd)).toThrow(
			expect.objectContaining({ code: 'ExpiredToken' }),
		);
	});
});
