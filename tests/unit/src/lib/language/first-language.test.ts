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
	readonly storage?: boolean;
	readonly isSignedIn?: boolean;
	readonly path?: string;
}

const built = {
	endings: { de: '.de-1f.js', 'en-XA': '.en-XA-1f.js', 'ar-XB': '.ar-XB-1f.js' },
	files: ['/speaking', '/silent.js'],
	filesAhead: { folders: ['/list', '/speaking', '/list.css'] },
};

/** What the script of app.html makes of the page, and the files that it asks for. */
function visited({ wanted, chosen, storage = true, isSignedIn = false, path = '/' }: Visit) {
	const root = { lang: 'en', dir: 'ltr', dataset: {} as Record<string, string> };
	const kept: Readonly<Record<string, string | undefined>> = {
		'cloudvault.language': chosen,
		'cloudvault.account': isSignedIn ? '{}' : undefined,
	};
	const manifest = { href: '/manifest.webmanifest' };
	const links: { href: string; rel: string }[] = [];
	const page = {
		document: {
			documentElement: root,
			getElementById: () => ({ textContent: JSON.stringify(built) }),
			querySelector: () => manifest,
			createElement: () => ({}),
			head: { append: (link: { href: string; rel: string }) => links.push(link) },
		},
		navigator: { languages: wanted },
		location: { pathname: path },
		...(storage && { localStorage: { getItem: (key: string) => kept[key] ?? null } }),
	};
	runInNewContext(script, page);
	// As it does from a file, after the one in the page.
	runInNewContext(script, page);
	const asked = links.map(({ href, rel }) => `${rel} ${href}`);
	return {
		lang: root.lang,
		dir: root.dir,
		ending: root.dataset.ending,
		manifest: manifest.href,
		asked,
	};
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
		expect(visited({ wanted: ['de-DE'], storage: false }).lang).toBe('de-DE');
	});
});

describe('what a visit asks for before its code', () => {
	test.each([
		{ wanted: ['en-US'], entry: '/speaking.js' },
		{ wanted: ['de-CH'], entry: '/speaking.de-1f.js' },
		{ wanted: ['fr-FR'], entry: '/speaking.js' },
	])('is the entry in the language of $wanted, once', ({ wanted, entry }) => {
		const { asked } = visited({ wanted });

		expect(asked).toEqual([`modulepreload ${entry}`, 'modulepreload /silent.js']);
	});

	test.each(['/', '/folders', '/folders/1'])('is all that the list needs at %s', (path) => {
		const { asked } = visited({ wanted: ['de'], isSignedIn: true, path });

		expect(asked).toEqual([
			'modulepreload /list.de-1f.js',
			'modulepreload /speaking.de-1f.js',
			'preload /list.css',
		]);
	});

	test.each(['/settings', '/constructor'])('are no files of the list at %s', (path) => {
		expect(visited({ wanted: ['de'], isSignedIn: true, path }).asked).toHaveLength(2);
	});
});
