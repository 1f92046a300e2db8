import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorOf, positionOf } from '../../../../lambdas/domain/cursor.ts';

const list = ['folder', 'owner', 'folder id', 'name'];

describe('a cursor', () => {
	test('gives back the position in its own list', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 530 }), (bytes) => {
				const position = Buffer.from(bytes);
				expect(positionOf(list, cursorOf(list, position))).toEqual(position);
			}),
		);
	});

	test('that is absent is the start', () => {
		expect(positionOf(list, undefined)).toBeUndefined();
	});

	test('of any other list is refused', () => {
		const cursor = cursorOf(list, Buffer.of(1));

		for (let i = 0; i < list.length; i++) {
			expect(() => positionOf(list.with(i, 'other'), cursor)).toThrow('bad_cursor');
		}
	});

	test('that we did not make is refused', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
				expect(() => positionOf(list, text)).toThrow('bad_cursor');
			}),
		);
		const long = cursorOf(list, Buffer.alloc(531));
		for (const text of [
			'',
			cursorOf(list, Buffer.alloc(0)),
			`${cursorOf(list, Buffer.of(1))}=`,
			long,
		]) {
			expect(() => positionOf(list, text)).toThrow('bad_cursor');
		}
	});
});
