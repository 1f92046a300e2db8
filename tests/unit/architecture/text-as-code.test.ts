import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const filesBelow = (...folders: readonly string[]): readonly string[] =>
	folders.flatMap((folder) =>
		globSync(`${folder}/**/*.{ts,js,svelte,html}`, { cwd: ROOT }).filter(
			(file) => !file.endsWith('.d.ts'),
		),
	);

/** What turns text into markup, script or a command, and where it may not stand. */
const forbidden: readonly (readonly [string, RegExp, readonly string[]])[] = [
	[
		'text as markup',
		/\{@html|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write/,
		['src', 'static'],
	],
	[
		'text as script',
		/(?<![\w.])eval\(|new Function\(|setTimeout\(\s*['"`]/,
		['src', 'static', 'lambdas'],
	],
	['a command of the system', /node:(?:child_process|vm)\b/, ['lambdas']],
	[
		'a message of another window',
		/window\.addEventListener\(\s*'message'|<svelte:window[^>]*onmessage/,
		['src'],
	],
	['a cookie', /document\.cookie|set-cookie|cookieStore/i, ['src', 'lambdas']],
];

describe.each(forbidden)('%s', (_, pattern, folders) => {
	it('is in no source', () => {
		const files = filesBelow(...folders);
		expect(files.length).toBeGreaterThan(0);
		expect(files.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual(
			[],
		);
	});
});

it('the address to go to after signing in is read where it is judged, and nowhere else', () => {
	const files = filesBelow('src').filter((file) =>
		/\bget(?:All)?\(\s*['"]next['"]/.test(readFileSync(join(ROOT, file), 'utf8')),
	);
	expect(files).toEqual(['src/lib/auth/next-address.ts']);
});

it.each([
	['text as markup', '<p>{@html name}</p>'],
	['text as markup', 'node.innerHTML = name'],
	['text as script', 'const run = new Function(name)'],
	['a command of the system', "import { exec } from 'node:child_process'"],
	['a message of another window', "window.addEventListener('message', hear)"],
	['a cookie', 'document.cookie = token'],
])('%s would be seen in %s', (title, source) => {
	const [, pattern = /$^/] = forbidden.find(([each]) => each === title) ?? [];
	expect(pattern.test(source)).toBe(true);
});
