import { languages } from '$lib/language/languages';
import { existsSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

const [, script = ''] =
	/<script>([\s\S]*?)<\/script>/.exec(readFileSync('src/app.html', 'utf8')) ?? [];

interface Visit {
	/** As the browser asks for them, the dearest first. */
	readonly wanted: readonly string[];
	/** In the settings. */
	readonly chosen?: string;
}

/** What the script of app.html makes of the page. */
function visited({ wanted, chosen }: Visit) {
	const root = { lang: 'en', dir: 'ltr', dataset: {} };
	const link = { href: '/manifest.webmanifest' };
	const kept: Readonly<Record<string, string | undefined>> = { 'cloudvault.language': chosen };
	runInNewContext(script, {
		document: { documentElement: root, querySelector: () => link },
		navigator: { languages: wanted },
		localStorage: { getItem: (key: string) => kept[key] ?? null },
	});
	return { ...root, manifest: link.href };
}

describe('the language of a visit', () => {
	test.each([
		{ wanted: ['de-CH', 'en'], lang: 'de-CH' },
		{ wanted: ['de'], lang: 'de' },
		{ wanted: ['de', 'de-AT', 'en-US'], lang: 'de-AT' },
		{ wanted: ['en-US', 'de'], lang: 'en-US' },
		{ wanted: ['fr-FR', 'de-DE', 'en'], lang: 'de-DE' },
		{ wanted: ['fr-FR', 'ja'], lang: 'en-GB' },
		{ wanted: ['en'], lang: 'en-GB' },
		{ wanted: [], lang: 'en-GB' },
		{ wanted: ['en-US@posix'], lang: 'en-GB' },
		{ wanted: ['C', 'de-DE'], lang: 'de-DE' },
		{ wanted: ['constructor', '__proto__'], lang: 'en-GB' },
		{ wanted: ['de-DE', 'en-US'], chosen: 'en', lang: 'en-US' },
		{ wanted: ['de-CH'], chosen: 'en', lang: 'en-GB' },
		{ wanted: ['en-US'], chosen: 'de', lang: 'de' },
		{ wanted: ['en-US', 'de-AT'], chosen: 'de', lang: 'de-AT' },
		{ wanted: ['en-US'], chosen: 'xx', lang: 'en-US' },
		{ wanted: ['en-US'], chosen: 'en-XA', lang: 'en-XA' },
	])('is $lang for a browser that asks for $wanted, with the setting $chosen', (visit) => {
		const { lang, dir } = visited(visit);

		expect(lang).toBe(visit.lang);
		expect(dir).toBe('ltr');
		expect(() => new Intl.DateTimeFormat(lang)).not.toThrow();
	});

	test.each([
		['de-CH', '/manifest.de.webmanifest'],
		['en-US', '/manifest.webmanifest'],
	])('of %s has its manifest', (wanted, manifest) => {
		expect(visited({ wanted: [wanted] }).manifest).toBe(manifest);
		expect(existsSync(`static${manifest}`)).toBe(true);
	});

	test('may run from right to left', () => {
		expect(visited({ wanted: ['en-GB'], chosen: 'ar-XB' })).toMatchObject({
			lang: 'ar-XB',
			dir: 'rtl',
		});
	});

	test.each(languages)('is $name when the settings say so', ({ tag }) => {
		expect(visited({ wanted: ['fr-FR'], chosen: tag }).lang).toMatch(new RegExp(`^${tag}`));
	});

	test('is what the browser asks for where nothing can be kept', () => {
		const root = { lang: 'en', dir: 'ltr', dataset: {} };

		runInNewContext(script, {
			document: { documentElement: root, querySelector: () => ({ href: '' }) },
			navigator: { languages: ['de-DE'] },
		});

		expect(root.lang).toBe('de-DE');
	});
});
