import { foldText, naturalText } from '#contract/folding';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('what people type finds what is written', () => {
	test.each([
		['Résumé Müller.pdf', 'resume muller.pdf'],
		['e\u0301', 'e'],
		['İstanbul', 'istanbul'],
		['ISPARTA ılık', 'isparta ilik'],
		['Straße STRAẞE', 'strasse strasse'],
		['Œuvre æther', 'oeuvre aether'],
		['Łódź Ørsted Đorđe Þór', 'lodz orsted dorde thor'],
		['ＡＢＣ１', 'abc1'],
		['ﬁnal ﬂat', 'final flat'],
		['ΣΊΣΥΦΟΣ', 'σισυφος'],
		['カナ', 'かな'],
		['ｶﾞｷﾞ', 'がぎ'],
		['Ёлка', 'елка'],
		['계획'.normalize('NFD'), '계획'],
		['مُحَمَّد', 'محمد'],
		['أحمد', 'احمد'],
		['می‌خواهم', 'میخواهم'],
		['שָׁלוֹם', 'שלום'],
		['٣٤ ۵ ४२', '34 5 42'],
		['don’t – “x”', 'don\'t - "x"'],
		['❤\ufe0f', '❤'],
	])('%j and %j', (written, typed) => {
		expect(foldText(written)).toBe(foldText(typed));
	});
});

describe('letters that are others stay apart', () => {
	test.each([
		['か', 'が'],
		['ハ', 'パ'],
		['мой', 'мои'],
		['हिन्दी', 'हन्द'],
		['น้ำ', 'นำ้า'],
		['🍣', '🍺'],
		['a', 'ä b'],
	])('%j and %j', (one, other) => {
		expect(foldText(one)).not.toBe(foldText(other));
	});
});

/** Tens of thousands that are as they are. */
const UNCHANGED = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Tangut}\p{Cn}\p{Co}]/u;

describe('folding', () => {
	test('of what is folded changes nothing, for every character', () => {
		const wrong: string[] = [];
		for (let point = 0x20; point <= 0x1ffff; point++) {
			const char = String.fromCodePoint(point);
			if (!char.isWellFormed() || UNCHANGED.test(char)) continue;
			if (foldText(foldText(char)) !== foldText(char)) wrong.push(point.toString(16));
		}

		expect(wrong).toEqual([]);
	});

	test('is the same in upper and lower case, and however the letters are composed', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(foldText(foldText(text))).toBe(foldText(text));
				expect(foldText(text.normalize('NFD'))).toBe(foldText(text));
				expect(foldText(text.normalize('NFC'))).toBe(foldText(text));
			}),
			{ numRuns: 5000 },
		);
	});
});

describe('names stand where people look for them', () => {
	test.each([
		[['Lima', 'Łódź', 'Lyon', 'Ørsted', 'Oslo', 'Ostrava', 'Zürich']],
		[['Strand', 'Straße 2', 'Strasse 10', 'Straw']],
		[['ａ', 'Ｂ', 'c']],
		[['あ', 'イ', 'う']],
		[['image 9', 'image 10', 'image ११']],
		[['İzmir 1', 'Izmir 2']],
	])('%j', (names) => {
		const key = (name: string) => Buffer.from(naturalText(name));
		expect(names.toReversed().sort((a, b) => Buffer.compare(key(a), key(b)))).toEqual(names);
	});
});
