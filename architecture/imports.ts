/**
 * Which file imports which, for a type as well as for a value. Read from the text of the files, so that the
 * fences, the search for circles and the picture of the rooms are about the same imports.
 *
 * Paths are relative to the repository's root, with `/` between names.
 */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '..');

/** What a specifier means: a file of this repository, or a package of npm, Node or SvelteKit. */
export type ImportTarget = { readonly file: string } | { readonly package: string };

/** For each file the files it imports. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const aliases = [
	{ prefix: '$lib/', folder: 'src/lib/' },
	{ prefix: '#contract/', folder: 'src/lib/contract/' },
];

/** Undefined where the file does not exist: SvelteKit makes some later, the compiler reports the others. */
export function resolveImport(specifier: string, importer: string): ImportTarget | undefined {
	const path = pathOf(specifier, importer);
	if (path === undefined) return { package: specifier };
	const file = [path, `${path}.ts`].find(isFile);
	return file === undefined ? undefined : { file };
}

function pathOf(specifier: string, importer: string): string | undefined {
	if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
	const alias = aliases.find(({ prefix }) => specifier.startsWith(prefix));
	return alias && alias.folder + specifier.slice(alias.prefix.length);
}

function isFile(path: string): boolean {
	return statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Every import of every source file that is another source file. */
export function readImportGraph(): ImportGraph {
	const files = globSync('{architecture,deploy,docs,lambdas,local,src,tests}/**/*.{ts,js,svelte}', {
		cwd: root,
		exclude: ['**/node_modules/**', '**/*.d.ts'],
	}).map((file) => file.split(sep).join('/'));

	return new Map(
		files.map((file) => {
			const targets = specifiersOf(file).map((specifier) => resolveImport(specifier, file));
			const imported = targets.flatMap((to) => (to && 'file' in to ? [to.file] : []));
			// A component that holds more of its kind imports itself: it is Svelte's way of recursion.
			return [file, new Set(imported.filter((target) => target !== file))];
		}),
	);
}

/** Import and export declarations, `import()` of a value or a type, and workers named by `new URL()`. */
function specifiersOf(file: string): string[] {
	const text = readFileSync(join(root, file), 'utf8');
	const scripts = file.endsWith('.svelte')
		? Array.from(text.matchAll(/<script\b[^>]*>(.*?)<\/script>/gs), ([, script = '']) => script)
		: [text];

	return scripts.flatMap((script) => [
		...ts.preProcessFile(script).importedFiles.map(({ fileName }) => fileName),
		...Array.from(
			script.matchAll(/new URL\(\s*'(\.[^']+)',\s*import\.meta\.url/g),
			([, url = '']) => url,
		),
	]);
}
