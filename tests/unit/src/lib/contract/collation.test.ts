import { ownCollator } from '#contract/collation';
import { naturalText } from '#contract/folding';
import { describe, expect, test, vi } from 'vitest';

const inVault = (names: readonly string[]) =>
	names.toSorted((a, b) => (naturalText(a) < naturalText(b) ? -1 : 1));
const sorted = (language: string, names: readonly string[]) => {
	const collator = ownCollator(language);
	return collator ? names.toSorted(collator.compare) : inVault(names);
};

describe('a language with an order of its own', () => {
	test.each([
		['sv-SE', 'apa bil zebra ål 9 ål 10 äpple ö'],
		['da', 'apa zebra æble øre å'],
		['es-419', 'nube nz ñu oso'],
		['cs-CZ', 'cz čaj daň hora chata'],
		['tr', 'cem çay ısı iz sz şal'],
		['pl', 'lz łan mama'],
		['uk', 'гора ґанок іній їжак яма'],
		['zh-CN', '啊 北京 一月'],
		['zh-TW', '乙 丁'],
		['ja', 'あ イ う'],
		['vi', 'da dz đá'],
	])('%s has its letters in their places, which the vault has not', (language, text) => {
		const names = text.split(/ (?!\d)/);
		expect(sorted(language, names.toReversed())).toEqual(names);
		if (language !== 'ja') expect(inVault(names)).not.toEqual(names);
	});
});

test.each(['en-GB', 'en-US', 'de', 'de-CH', 'fr', 'it', 'nl', 'pt-BR', 'id', 'sw'])(
	'%s has none of its own',
	(language) => {
		expect(ownCollator(language)).toBeUndefined();
	},
);

test('English and German readers wait for no collator', () => {
	const { Collator } = Intl;
	const made = vi.spyOn(Intl, 'Collator').mockImplementation(function (...of) {
		return new Collator(...of);
	});

	for (const language of ['en-GB', 'de', 'de-CH']) ownCollator(language);
	expect(made).not.toHaveBeenCalled();
	ownCollator('da-DK');
	expect(made).toHaveBeenCalled();
	made.mockRestore();
});

test.each([undefined, '', 'en-US@posix', 'sv_SE', 'sv'.repeat(20)])(
	'%s is no language',
	(language) => {
		expect(ownCollator(language)).toBeUndefined();
	},
);

test('a collator is made once, of so many languages as are kept', () => {
	const swedish = ownCollator('sv-SE');
	expect(ownCollator('sv-SE')).toBe(swedish);

	for (let i = 100; i < 200; i++) ownCollator(`sv-${String(i)}`);

	expect(ownCollator('sv-SE')).not.toBe(swedish);
});
