import { checksum, sha256 } from '#contract/ids';
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
