import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName, requireName } from '../../../../lambdas/domain/fold-name.ts';
import { VaultError } from '../../../../lambdas/domain/vault-error.ts';

describe('two names are the same', () => {
	test.each([
		['A.txt', 'a.txt'],
		['é', 'e\u0301'],
		['É', 'e\u0301'],
		['\u212b', '\u00e5'],
		['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
		['σίσυφος', 'σίσυφοσ'],
		['ẞ', 'ß'],
		['\u212a', 'k'],
		['µ', 'μ'],
		['Ａ', 'ａ'],
		['𐐀', '𐐨'],
	])('%j and %j', (a, b) => {
		expect(foldName(a)).toEqual(foldName(b));
	});
});

describe('two names differ', () => {
	test.each([
		['ß', 'ss'],
		['ﬁ', 'fi'],
		['ı', 'i'],
		['İ', 'i'],
		['Ａ', 'A'],
		['🍣', '🍺'],
		['a', 'a.'],
		['e', 'é'],
		['か', 'カ'],
	])('%j and %j', (a, b) => {
		expect(foldName(a)).not.toEqual(foldName(b));
	});
});

describe('folding', () => {
	test('agrees with the simple case folding of regular expressions, for every code point', () => {
		const wrong: string[] = [];
		for (let point = 0x20; point <= 0x1ffff; point++) {
			const char = String.fromCodePoint(point);
			if (!char.isWellFormed() || char.normalize('NFC') !== char) continue;
			const folded = foldName(char);
			if (folded === char) continue;
			const same = new RegExp(`^\\u{${point.toString(16)}}$`, 'iu').test(folded);
			if (!same) wrong.push(char);
		}

		expect(wrong).toEqual([]);
	});

	test('of what is folded changes nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(foldName(foldName(text))).toBe(foldName(text));
			}),
			{ numRuns: 20_000 },
		);
	});
});

describe('a name as it was typed', () => {
	test('is made canonical', () => {
		expect(requireName(' Cafe\u0301 ')).toBe('Café');
	});

	test('is refused with its field and its reason', () => {
		try {
			requireName('a/b', 'files.0.name');
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(VaultError);
			expect(error).toMatchObject({ code: 'bad_name', field: 'files.0.name', reason: 'separator' });
		}
		expect(() => requireName('')).toThrow(expect.objectContaining({ field: 'name' }) as Error);
	});
});
