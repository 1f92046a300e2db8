import { inlineTypes, mediaType } from '#contract/content-types';
import type { File } from '#contract/entries';
import { splitExtension } from '#contract/names';

/** How the viewer shows a file. `card` shows its icon and offers the download. */
export type ViewerKind = 'image' | 'video' | 'audio' | 'pdf' | 'text' | 'card';

/**
 * Decided by an allow-list: a type that is not listed gets the card. Markup and drawings that can run
 * script (HTML, SVG, XML) are shown as the text they are, never rendered.
 */
export function viewerKind(file: Pick<File, 'contentType' | 'name' | 'hasPreview'>): ViewerKind {
	const type = mediaType(file.contentType);
	if (isTextLike(type, file.name)) return 'text';
	if (file.hasPreview && type.startsWith('image/')) return 'image';
	const family = type.split('/', 1)[0];
	// A player runs nothing, so it may try any film or sound; where it cannot play, the card says so.
	if (family === 'video' || family === 'audio') return family;
	if (!inlineTypes.includes(type)) return 'card';
	if (type === 'application/pdf') return 'pdf';
	return family === 'image' ? 'image' : 'card';
}

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

function isTextLike(type: string, name: string): boolean {
	if (type.startsWith('text/') || TEXT_TYPES.has(type) || type.endsWith('+xml')) return true;
	// What browsers can show in its own way is not text, whatever its name says.
	if (inlineTypes.includes(type)) return false;
	const [stem, extension] = splitExtension(name);
	return TEXT_EXTENSIONS.has((extension || stem).replace(/^\./, '').toLowerCase());
}
