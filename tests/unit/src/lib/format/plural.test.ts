import { plural } from '$lib/format/plural';
import { expect, onTestFinished, test } from 'vitest';

test.each([
	[0, 'file', undefined, '0 files'],
	[1, 'file', undefined, '1 file'],
	[2, 'file', undefined, '2 files'],
	[12_040, 'file', undefined, '12,040 files'],
	[2, 'entry', 'entries', '2 entries'],
	[1, 'entry', 'entries', '1 entry'],
])('counts %d of %s', (count, one, many, said) => {
	expect(plural(count, one, many)).toBe(said);
});

test.each([
	['de', 1, '1 Datei'],
	['de', 0, '0 Dateien'],
	['pl', 1, '1 plik'],
	['pl', 3, '3 pliki'],
	['pl', 5, '5 plików'],
])('has the form that %s has for %d', (lang, count, said) => {
	document.documentElement.lang = lang;
	onTestFinished(() => document.documentElement.removeAttribute('lang'));

	expect(
		lang === 'de'
			? plural(count, 'Datei', 'Dateien')
			: plural(count, 'plik', 'pliki', 'plików', 'pliku'),
	).toBe(said);
});
