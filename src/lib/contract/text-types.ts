import { inlineTypes, mediaType } from './content-types.ts';
import { splitExtension } from './names.ts';

const TEXT_TYPES: ReadonlySet<string> = new Set([
	'application/json',
	'application/ld+json',
	'application/xml',
	'application/xhtml+xml',
	'application/javascript',
	'application/x-javascript',
	'application/typescript',
	'application/x-sh',
	'application/sql',
	'application/toml',
	'application/yaml',
	'application/x-yaml',
	'image/svg+xml',
]);

/** Browsers give many of these no type, or a wrong one (`.ts` is a film to them). */
const TEXT_EXTENSIONS: ReadonlySet<string> = new Set(
	(
		'txt md markdown csv tsv log ini conf cfg env toml yaml yml json jsonl xml svg html htm xhtml css ' +
		'scss less js mjs cjs jsx ts mts cts tsx svelte vue py rb php java kt c h cc cpp hpp cs go rs swift ' +
		'sh bash zsh fish ps1 bat sql graphql proto tex bib srt vtt diff patch dockerfile makefile gitignore'
	).split(' '),
);

/** Whether the file is text that can be read as it is: by its type, or by its name where the type says nothing. */
export function isText({ contentType, name }: { contentType: string; name: string }): boolean {
	const type = mediaType(contentType);
	if (type.startsWith('text/') || TEXT_TYPES.has(type) || type.endsWith('+xml')) return true;
	// What browsers can show in its own way is not text, whatever its name says.
	if (inlineTypes.includes(type)) return false;
	const [stem, extension] = splitExtension(name);
	return TEXT_EXTENSIONS.has((extension || stem).replace(/^\./, '').toLowerCase());
}
