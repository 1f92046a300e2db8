import { keepLanguage, languageChoice, languages } from '$lib/language/languages';
import { afterEach, expect, test } from 'vitest';

afterEach(() => localStorage.clear());

test('follows the browser until a language is chosen', () => {
	expect(languageChoice()).toBe('system');
});

test.each(languages)('keeps $name on this device', ({ tag }) => {
	keepLanguage(tag);

	expect(languageChoice()).toBe(tag);
	expect(localStorage.getItem('cloudvault.language')).toBe(tag);
});

test('keeps nothing once the browser may choose again', () => {
	keepLanguage('de');

	keepLanguage('system');

	expect(languageChoice()).toBe('system');
	expect(localStorage).toHaveLength(0);
});

test('takes what no setting offers for a choice of the browser', () => {
	localStorage.setItem('cloudvault.language', 'en-XA');

	expect(languageChoice()).toBe('system');
});
