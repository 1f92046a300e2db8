import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import {
	checkCopySource,
	checkMatch,
	checkRead,
	refuseConditionalWrite,
} from '../../../../local/s3/preconditions.ts';
import { S3Request } from '../../../../local/s3/request.ts';
import type { StoredObject } from '../../../../local/s3/store/object-version.ts';

const E_TAG = 'abc';
const VERSION = {
	modifiedAt: new Date('2026-01-31T12:00:00.900Z'),
	content: { eTag: E_TAG },
} as StoredObject;
const SAME_SECOND = 'Sat, 31 Jan 2026 12:00:00 GMT';
const BEFORE = 'Sat, 31 Jan 2026 11:59:59 GMT';
const FAILED: unknown = expect.objectContaining({ code: 'PreconditionFailed' });

type Conditions = Readonly<Record<string, string>>;

function requestOf(conditions: Conditions, prefix = ''): S3Request {
	const headers = Object.entries(conditions).map(([name, value]) => [prefix + name, [value]]);
	return new S3Request({
		method: 'GET',
		url: '/vault/u/1',
		headersDistinct: Object.fromEntries(headers) as Record<string, string[]>,
		iterator: () => [],
	} as unknown as IncomingMessage);
}

const FRESH: readonly Conditions[] = [
	{},
	{ 'if-match': '"abc"' },
	{ 'if-match': 'abc' },
	{ 'if-match': '*' },
	{ 'if-match': '"other", "abc"' },
	{ 'if-unmodified-since': SAME_SECOND },
	{ 'if-unmodified-since': 'no date' },
	{ 'if-none-match': '"other"' },
	{ 'if-modified-since': BEFORE },
	{ 'if-modified-since': 'no date' },
	// An ETag is asked before a date: RFC 9110, section 13.2.2.
	{ 'if-match': '"abc"', 'if-unmodified-since': BEFORE },
	{ 'if-none-match': '"other"', 'if-modified-since': SAME_SECOND },
];
const NOT_MODIFIED: readonly Conditions[] = [
	{ 'if-none-match': '"abc"' },
	{ 'if-none-match': '*' },
	{ 'if-none-match': '"other","abc"' },
	{ 'if-modified-since': SAME_SECOND },
	{ 'if-none-match': '"abc"', 'if-modified-since': BEFORE },
];
const REFUSED: readonly Conditions[] = [
	{ 'if-match': '"other"' },
	{ 'if-match': '"ab"' },
	{ 'if-unmodified-since': BEFORE },
	{ 'if-match': '"other"', 'if-none-match': '"abc"' },
];

describe('a read', () => {
	test.each(FRESH)('under %j answers the object', (conditions) => {
		expect(checkRead(requestOf(conditions), VERSION)).toBe('fresh');
	});

	test.each(NOT_MODIFIED)('under %j says that it has not changed', (conditions) => {
		expect(checkRead(requestOf(conditions), VERSION)).toBe('not-modified');
	});

	test.each(REFUSED)('under %j is refused', (conditions) => {
		expect(() => checkRead(requestOf(conditions), VERSION)).toThrow(FAILED);
	});
});

describe('a copy', () => {
	const check = (conditions: Conditions) => () =>
		checkCopySource(requestOf(conditions, 'x-amz-copy-source-'), VERSION);

	test.each(FRESH)('is made under %j of its source', (conditions) => {
		expect(check(conditions)).not.toThrow();
	});

	test.each([...NOT_MODIFIED, ...REFUSED])('is refused under %j of its source', (conditions) => {
		expect(check(conditions)).toThrow(FAILED);
	});
});

describe('a deletion by ETag', () => {
	test.each(['"abc"', '*'])('goes on where the object matches %s', (eTag) => {
		expect(() => checkMatch(eTag, VERSION)).not.toThrow();
	});

	test('is refused where there is another object, a marker or nothing', () => {
		const marker = { ...VERSION, content: undefined } as never;

		expect(() => checkMatch('"other"', VERSION)).toThrow(FAILED);
		expect(() => checkMatch('*', marker)).toThrow(FAILED);
		expect(() => checkMatch('*', undefined)).toThrow(FAILED);
	});
});

describe('a write', () => {
	test.each(['if-match', 'if-none-match'])(
		'under %s is refused, as it is not implemented',
		(name) => {
			expect(() => refuseConditionalWrite(requestOf({ [name]: '*' }))).toThrow(
				expect.objectContaining({
					code: 'NotImplemented',
					message: `${name} of a write is not implemented`,
				}),
			);
		},
	);

	test('without a condition goes on', () => {
		expect(() => refuseConditionalWrite(requestOf({}))).not.toThrow();
	});
});
