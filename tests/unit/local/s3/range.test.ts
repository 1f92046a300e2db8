import { expect, test } from 'vitest';
import { parseRange } from '../../../../local/s3/range.ts';

test.each([
	['bytes=0-0', { start: 0, end: 0 }],
	['bytes=0-9', { start: 0, end: 9 }],
	['bytes=3-', { start: 3, end: 9 }],
	['bytes=-1', { start: 9, end: 9 }],
	['bytes=-10', { start: 0, end: 9 }],
	['bytes=-11', { start: 0, end: 9 }],
	['bytes=5-99999999999', { start: 5, end: 9 }],
	[' bytes=1-2 ', { start: 1, end: 2 }],
])('%j of ten bytes is a part of them', (header, expected) => {
	expect(parseRange(header, 10)).toEqual(expected);
});

test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0', 'bytes=99999999999-'])(
	'%j of ten bytes cannot be satisfied',
	(header) => {
		expect(parseRange(header, 10)).toBe('unsatisfiable');
	},
);

test.each(['bytes=0-', 'bytes=0-0', 'bytes=-1'])('%j of no bytes cannot be satisfied', (header) => {
	expect(parseRange(header, 0)).toBe('unsatisfiable');
});

test.each([
	undefined,
	'',
	'bytes',
	'bytes=',
	'bytes=-',
	'bytes=a-b',
	'bytes=5-3',
	'bytes=0-1,3-4',
	'items=0-1',
	'bytes=0x1-2',
])('%j means the whole object', (header) => {
	expect(parseRange(header, 10)).toBeUndefined();
});
