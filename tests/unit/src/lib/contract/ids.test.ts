import { checksum, instant, sha256 } from '#contract/ids';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const hashOf = (text: string, encoding: 'base64' | 'base64url' | 'hex', algorithm = 'sha256') =>
	createHash(algorithm).update(text).digest(encoding);

test('every SHA-256 in base64 is one, alone and of parts', () => {
	for (let i = 0; i < 1000; i += 1) {
		const hash = hashOf(String(i), 'base64');
		expect(v.is(sha256, hash)).toBe(true);
		expect(v.is(checksum, hash)).toBe(true);
		expect(v.is(checksum, `${hash}-${String(i + 1)}`)).toBe(true);
	}
});

test.each([
	['nothing', ''],
	['hexadecimal', hashOf('x', 'hex')],
	['base64url', 'ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs='],
	['no padding', hashOf('x', 'base64').slice(0, -1)],
	['a SHA-1', hashOf('x', 'base64', 'sha1')],
	['bits beyond the 256th', `${'A'.repeat(42)}B=`],
	['a line break at the end', `${hashOf('x', 'base64')}\n`],
])('%s is no SHA-256 in base64', (_, text) => {
	expect(v.is(sha256, text)).toBe(false);
	expect(v.is(checksum, text)).toBe(false);
	expect(v.is(checksum, `${text}-2`)).toBe(false);
});

test.each(['-0', '-01', '-', '-1.5', '-100000', '--1'])('%s is no number of parts', (tail) => {
	expect(v.is(checksum, hashOf('x', 'base64') + tail)).toBe(false);
});

test.each([
	'2024-02-29T23:59:59.999Z',
	'2024-05-01T10:00:00+02:00',
	'1000-01-01T00:00:00.000Z',
	'9999-12-31T23:59:59.999Z',
])('%s is an instant', (text) => {
	expect(v.is(instant, text)).toBe(true);
});

test.each([
	['a day that February does not have', '2023-02-29T00:00:00.000Z'],
	['the 31st of a month of thirty days', '2024-04-31T00:00:00.000Z'],
	['a day too many in a leap year', '2024-02-30T12:00:00+01:00'],
	['before the year 1000 by its offset', '1000-01-01T00:00:00.000+00:01'],
	['after the year 9999 by its offset', '9999-12-31T23:59:59.000-00:01'],
	['in the year 0', '0000-01-01T00:00:00.000Z'],
	['in a year of six digits', '+010000-01-01T00:00:00.000Z'],
	['without an offset', '2024-05-01T10:00:00'],
	['a thirteenth month', '2024-13-01T00:00:00.000Z'],
	['a 25th hour', '2024-05-01T25:00:00.000Z'],
])('%s is no instant', (_, text) => {
	expect(v.is(instant, text)).toBe(false);
});

test('every instant is one that the database can hold, on the day that was named', () => {
	const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
	const year = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0'));
	const offset = fc.oneof(
		fc.constant('Z'),
		fc.tuple(fc.constantFrom('+', '-'), two(24), two(60)).map(([by, h, m]) => `${by}${h}:${m}`),
	);
	fc.assert(
		fc.property(year, two(14), two(33), two(25), two(61), offset, (y, mo, d, h, mi, zone) => {
			const text = `${y}-${mo}-${d}T${h}:${mi}:00.000${zone}`;
			fc.pre(v.is(instant, text));

			const time = new Date(text);
			expect(time.toISOString()).toMatch(/^[1-9]\d{3}-/);
			const minutes = zone === 'Z' ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
			const local = new Date(time.getTime() + (zone.startsWith('-') ? -1 : 1) * minutes * 60_000);
			expect(local.toISOString().slice(0, 16)).toBe(text.slice(0, 16));
		}),
		{ numRuns: 3000 },
	);
});
