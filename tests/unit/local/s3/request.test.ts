import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { S3Request } from '../../../../local/s3/request.ts';

const requestOf = (url: string) =>
	new S3Request({
		method: 'GET',
		url,
		headersDistinct: { 'x-amz-acl': ['a', 'b'] },
		iterator: () => [],
	} as unknown as IncomingMessage);

describe('the address of a request', () => {
	test.each([
		['/', '', ''],
		['/vault', 'vault', ''],
		['/vault/', 'vault', ''],
		['/vault/u//1%2F2%20+', 'vault', 'u//1/2 +'],
	])('%s names bucket and key', (url, bucket, key) => {
		expect(requestOf(url)).toMatchObject({ bucket, key });
	});

	test('has its parameters decoded, in the order sent', () => {
		const request = requestOf('/vault?b=1+2&a&a=x%3Dy=z');

		expect(request.query).toEqual([
			['b', '1 2'],
			['a', ''],
			['a', 'x=y=z'],
		]);
		expect(request.parameter('a')).toBe('');
	});

	test.each([
		['is not UTF-8', '/vault/%ff', 'InvalidURI'],
		['does not begin at the top', 'vault/1', 'InvalidURI'],
		['has a key of more than 1,024 bytes', `/vault/${'%C3%A9'.repeat(512)}x`, 'KeyTooLongError'],
	])('that %s is refused', (_, url, code) => {
		expect(() => requestOf(url)).toThrow(expect.objectContaining({ code }));
	});

	test('may have a key of 1,024 bytes', () => {
		expect(requestOf(`/vault/${'%C3%A9'.repeat(512)}`).key).toHaveLength(512);
	});
});

test('a header that is sent twice is one', () => {
	expect(requestOf('/').header('x-amz-acl')).toBe('a,b');
});

test('an instruction comes in a header or, in any case, in the address', () => {
	expect(requestOf('/?X-Amz-Acl=c').instruction('x-amz-acl')).toBe('a,b');
	expect(requestOf('/?X-Amz-Tagging=t').instruction('x-amz-tagging')).toBe('t');
});
