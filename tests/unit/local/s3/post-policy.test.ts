import { describe, expect, test } from 'vitest';
import type { Authority } from '../../../../local/s3/authenticate.ts';
import { authenticateForm, checkPolicy } from '../../../../local/s3/post-policy.ts';
import { scopeText, sign, signingKey } from '../../../../local/s3/sigv4.ts';

const NOW = new Date('2026-01-31T12:00:00Z');

interface Form {
	readonly conditions?: unknown;
	readonly expiration?: unknown;
	readonly fields?: Readonly<Record<string, string>>;
	readonly bucket?: string;
}

const COVERED = [{ bucket: 'vault' }, { key: 'u/1' }];

function check(form: Form): ReturnType<typeof checkPolicy> {
	const { conditions = COVERED, expiration = '2026-01-31T12:15:00Z', bucket = 'vault' } = form;
	const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
	const fields = new Map(Object.entries({ key: 'u/1', policy, ...form.fields }));
	return checkPolicy(fields, { bucket, now: NOW });
}

describe('a form that its policy allows', () => {
	test.each<[string, Form]>([
		['names every field exactly', {}],
		['names them as eq', { conditions: [{ bucket: 'vault' }, ['eq', '$key', 'u/1']] }],
		['names the beginning', { conditions: [{ bucket: 'vault' }, ['starts-with', '$key', 'u/']] }],
		['allows any value', { conditions: [{ bucket: 'vault' }, ['starts-with', '$key', '']] }],
		[
			'has a comma in what begins as it may',
			{
				conditions: [{ bucket: 'vault' }, ['starts-with', '$key', 'u/']],
				fields: { key: 'u/1,d/2' },
			},
		],
		['writes names in another case', { conditions: [{ Bucket: 'vault' }, { Key: 'u/1' }] }],
		['has fields to be ignored', { fields: { 'x-ignore-note': 'anything' } }],
		['ends this very moment', { expiration: NOW.toISOString() }],
		[
			'allows each type of a list',
			{
				conditions: [...COVERED, ['starts-with', '$Content-Type', 'image/']],
				fields: { 'content-type': 'image/png, image/gif' },
			},
		],
	])('%s', (_, form) => {
		expect(() => check(form)).not.toThrow();
	});

	test('may have a file of the sizes that all its ranges share', () => {
		const ranges = [
			['content-length-range', 1, 100],
			['content-length-range', '10', '200'],
		];

		expect(check({ conditions: [...COVERED, ...ranges] })).toEqual({ min: 10, max: 100 });
	});

	test('may have a file of any size where it names none', () => {
		expect(check({})).toEqual({ min: 0, max: Infinity });
	});
});

describe('a form that its policy does not allow', () => {
	test.each<[string, Form]>([
		['has expired', { expiration: '2026-01-31T11:59:59Z' }],
		['is for another key', { fields: { key: 'u/2' } }],
		['is for another bucket', { bucket: 'other' }],
		['does not say which bucket', { conditions: [{ key: 'u/1' }] }],
		['has a field more', { fields: { 'x-amz-meta-owner': 'mallory' } }],
		['has an empty field more', { fields: { acl: '' } }],
		['lacks a field', { conditions: [...COVERED, { 'content-type': 'image/png' }] }],
		['goes on behind an exact value', { fields: { key: 'u/1/more' } }],
		['differs in case', { fields: { key: 'U/1' } }],
		['begins otherwise', { conditions: [{ bucket: 'vault' }, ['starts-with', '$key', 'd/']] }],
		[
			'has one wrong type in a list',
			{
				conditions: [...COVERED, ['starts-with', '$Content-Type', 'image/']],
				fields: { 'content-type': 'image/png,text/html' },
			},
		],
	])('%s', (_, form) => {
		expect(() => check(form)).toThrow(expect.objectContaining({ code: 'AccessDenied' }));
	});

	test.each<[string, Form]>([
		['has no expiry', { expiration: null }],
		['has an expiry that is no time', { expiration: 'tomorrow' }],
		['has an expiry in another form', { expiration: 'Sat, 31 Jan 2026 12:15:00 Z' }],
		['has an expiry in another zone than GMT', { expiration: '2026-01-31T13:15:00+01:00' }],
		['has no list of conditions', { conditions: 'none' }],
		['has an unknown operator', { conditions: [...COVERED, ['like', '$key', 'u']] }],
		['has a condition that is a number', { conditions: [1] }],
		['has a range without numbers', { conditions: [['content-length-range', 'a', 'b']] }],
	])('is malformed: %s', (_, form) => {
		expect(() => check(form)).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }));
	});

	test('is malformed: its policy is no JSON', () => {
		expect(() => check({ fields: { policy: 'bm90IGpzb24=' } })).toThrow(
			expect.objectContaining({ code: 'InvalidPolicyDocument' }),
		);
	});
});

describe('the signature of a form', () => {
	const SECRET = 'secret';
	const POLICY = Buffer.from('{"any":"policy"}').toString('base64');
	const AUTHORITY: Authority = {
		region: 'us-east-1',
		now: NOW,
		credentials: (id) =>
			id === 'KEY' ? { secretAccessKey: SECRET, principal: 'tester' } : undefined,
	};

	/** Fields that are right for whatever scope they name. */
	function fieldsOf(change: Readonly<Record<string, string>> = {}): Map<string, string> {
		const [date = '', region = '', service = '', terminator = ''] = (
			change.scope ?? '20260131/us-east-1/s3/aws4_request'
		).split('/');
		const scope = { accessKeyId: 'KEY', date, region, service, terminator };
		const fields = {
			policy: POLICY,
			'x-amz-algorithm': 'AWS4-HMAC-SHA256',
			'x-amz-credential': `KEY/${scopeText(scope)}`,
			'x-amz-date': '20260131T115900Z',
			'x-amz-signature': sign(signingKey(SECRET, scope), POLICY),
			...change,
		};
		return new Map(Object.entries(fields));
	}

	test('tells who signed it, and when', () => {
		expect(authenticateForm(fieldsOf(), AUTHORITY)).toEqual({
			principal: 'tester',
			authType: 'POST',
			signatureAgeMs: 60_000,
			payloadHash: 'UNSIGNED-PAYLOAD',
		});
	});

	test.each(['policy', 'x-amz-signature'])('is none without %s', (name) => {
		const fields = fieldsOf();
		fields.delete(name);

		expect(() => authenticateForm(fields, AUTHORITY)).toThrow(
			expect.objectContaining({ code: 'AccessDenied' }),
		);
	});

	test.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
		[
			'is made in another way',
			{ 'x-amz-algorithm': 'AWS4-HMAC-SHA1' },
			'InvalidArgument',
			/^x-amz-algorithm/,
		],
		[
			'has a date in another form',
			{ 'x-amz-date': '2026-01-31' },
			'InvalidArgument',
			/^x-amz-date/,
		],
		[
			'is of another day than its date',
			{ scope: '20260130/us-east-1/s3/aws4_request' },
			'InvalidArgument',
			/credential date/,
		],
		[
			'is for another region',
			{ scope: '20260131/eu-west-1/s3/aws4_request' },
			'InvalidArgument',
			/region 'eu-west-1'/,
		],
		[
			'is for another service',
			{ scope: '20260131/us-east-1/sns/aws4_request' },
			'InvalidArgument',
			/not for this service/,
		],
		[
			'comes with a token that was not asked for',
			{ 'x-amz-security-token': 'x' },
			'InvalidToken',
			/token/,
		],
		['is of another policy', { policy: 'e30=' }, 'SignatureDoesNotMatch', /signature/],
	])('is refused where it %s', (_, change, code, message) => {
		expect(() => authenticateForm(fieldsOf(change), AUTHORITY)).toThrow(
			expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
		);
	});
});
