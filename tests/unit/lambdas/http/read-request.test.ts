import { BODY_MAX_BYTES } from '#contract/limits';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../../../lambdas/http/read-request.ts';

const json = 'application/json';

function read(body: string | null, type: string | undefined = json, isBase64Encoded = false) {
	const headers = type === '' ? {} : { 'content-type': type };
	return readBody({ headers, isBase64Encoded, ...(body !== null && { body }) });
}

describe('a body', () => {
	test.each([
		json,
		'APPLICATION/JSON',
		'application/json;charset=utf-8',
		'application/json ; charset="UTF-8" ',
		'application/json;  charset=utf-8',
	])('of type %s is read', (type) => {
		expect(read('{"a":1}', type)).toEqual({ a: 1 });
	});

	test.each(['', 'x application/json', 'application/json; x', 'application/json; charset=utf-8x'])(
		'of type %j is not',
		(type) => {
			expect(() => read('{"a":1}', type)).toThrow('unsupported_media_type');
		},
	);

	test('may be as large as the limit', () => {
		const largest = JSON.stringify({ a: 'x'.repeat(BODY_MAX_BYTES - '{"a":""}'.length) });

		expect(read(largest)).toHaveProperty('a');
		expect(() => read(`${largest} `)).toThrow('body_too_large');
	});

	test('is text in UTF-8, also where it comes in base64', () => {
		expect(read('{"a":"é🍣"}')).toEqual({ a: 'é🍣' });
		const packed = Buffer.from('{"a":"é🍣"}').toString('base64');
		expect(read(packed, json, true)).toEqual({ a: 'é🍣' });
	});

	test('that is not UTF-8 is refused, though it were JSON otherwise', () => {
		const packed = Buffer.from('{"a":"\xff"}', 'latin1').toString('base64');

		expect(() => read(packed, json, true)).toThrow('bad_request');
	});

	test.each([null, '', 'null', '1', '"x"', 'true', '[]', '{', '\ufeff{}'])(
		'%j is refused',
		(body) => {
			expect(() => read(body)).toThrow('bad_request');
		},
	);

	test.each(['{"__proto__":{}}', '{"a":[{"__proto__":1}]}'])('%s is refused', (body) => {
		expect(() => read(body)).toThrow('bad_request');
	});
});
