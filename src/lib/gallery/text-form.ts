import { mediaType } from '#contract/content-types';
import type { File } from '#contract/entries';
import { splitExtension } from '#contract/names';

/** What a text is besides its characters; `plain` is nothing else. */
export type TextForm =
	| { readonly kind: 'markdown' | 'table' | 'json' | 'plain' }
	/** By its name in highlight.js. */
	| { readonly kind: 'code'; readonly language: string };

const KINDS: ReadonlyMap<string, 'markdown' | 'table' | 'json'> = new Map([
	['md', 'markdown'],
	['markdown', 'markdown'],
	['csv', 'table'],
	['tsv', 'table'],
	['json', 'json'],
	['text/markdown', 'markdown'],
	['text/csv', 'table'],
	['text/tab-separated-values', 'table'],
	['application/json', 'json'],
]);

const LANGUAGES: ReadonlyMap<string, string> = new Map(
	Object.entries({
		...{
			bash: 'sh bash zsh fish',
			c: 'c h',
			cpp: 'cc cpp hpp',
			csharp: 'cs',
			css: 'css',
			diff: 'diff patch',
		},
		...{
			go: 'go',
			graphql: 'graphql',
			ini: 'ini conf cfg env toml',
			java: 'java',
			kotlin: 'kt',
			less: 'less',
		},
		...{
			javascript: 'js mjs cjs jsx',
			makefile: 'makefile',
			php: 'php',
			python: 'py',
			ruby: 'rb',
			rust: 'rs',
		},
		...{ scss: 'scss', sql: 'sql', swift: 'swift', typescript: 'ts mts cts tsx', yaml: 'yaml yml' },
		xml: 'xml svg html htm xhtml vue svelte',
	}).flatMap(([language, extensions]) =>
		extensions.split(' ').map((extension) => [extension, language] as const),
	),
);

/** By its name, or by its type where the name says nothing. */
export function textForm({ name, contentType }: Pick<File, 'name' | 'contentType'>): TextForm {
	const [stem, end] = splitExtension(name);
	const extension = (end || stem).replace(/^\./, '').toLowerCase();
	const language = LANGUAGES.get(extension);
	if (language !== undefined) return { kind: 'code', language };
	return { kind: KINDS.get(extension) ?? KINDS.get(mediaType(contentType)) ?? 'plain' };
}
