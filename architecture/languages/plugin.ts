import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { textsByKey, translated, type Entry } from './catalogue.ts';
import { findSentences, withMarks } from './find-sentences.ts';
import { inWords, MARKED, type Words } from './marks.ts';
import { pseudo, pseudoLanguages } from './pseudo.ts';
import { keyOf, type Sentence } from './sentence.ts';
import { maySpeak } from './sentences-of-site.ts';

/** Where a build tells which of its files are said in which language; below the folder of the site. */
const LANGUAGES_FILE = '_app/languages.json';

/** What `_app/languages.json` tells of a language: these files are there once more, with `ending` in the place of `.js`. */
interface Spoken {
	readonly ending: string;
	/** The English ones, as `_app/immutable/nodes/0.D5KiDoe3.js`. */
	readonly files: readonly string[];
}

/**
 * Builds the site in each language, with the same code. Files that say something, or that load such files, are
 * there once for each: `4x7.js` in English and `4x7.de-1f0c22.js` in German. See [Note: Marks].
 */
export function languages(
	project: string,
	{
		madeUp,
	}: {
		/** Also those of `pseudo.ts`. */
		readonly madeUp: boolean;
	},
): Plugin {
	const english = new Map<string, Sentence>();
	return {
		name: 'languages',
		apply: 'build',
		enforce: 'pre',
		transform(source, id, options) {
			// Kit builds all once more, for a server that this site does not have.
			if (options?.ssr) return null;
			const path = relative(project, id.split('?', 1)[0] ?? id).replaceAll('\\', '/');
			if (id.includes('?') || !maySpeak(path)) return null;
			const found = findSentences(path, source);
			if (found.length === 0) return null;
			for (const { sentence } of found) english.set(keyOf(sentence), sentence);
			const code = withMarks(source, found);
			return { code: code.toString(), map: code.generateMap({ hires: true }) };
		},
		generateBundle: {
			order: 'post',
			async handler(_, bundle) {
				const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
				const marked = chunks.map((chunk) => ({ chunk, code: chunk.code }));
				if (!marked.some(({ code }) => MARKED.test(code))) return;
				const speaking = filesThatSpeak(chunks);
				for (const { chunk, code } of marked) chunk.code = inWords(code, englishWords(english));
				const spoken: Record<string, Spoken> = {};
				// Loaded here, as every test loads this plugin, and a build alone reads the catalogues.
				const { loadCatalogue } = await import('./po-files.ts');
				const catalogues = translated.map((it) => [it, loadCatalogue(project, it)] as const);
				const made = madeUp ? madeUpWords(english) : [];
				for (const [language, words] of [...spokenWords(catalogues, english), ...made]) {
					const said = marked
						.filter(({ chunk }) => speaking.has(chunk.fileName))
						.map(({ chunk, code }) => ({ fileName: chunk.fileName, code: inWords(code, words) }));
					const ending = endingOf(language, said);
					const files = said.map(({ fileName }) => fileName);
					for (const { fileName, code } of said)
						this.emitFile({
							type: 'asset',
							fileName: withEnding(fileName, ending),
							source: namingOwn(code, { files, ending }),
						});
					spoken[language] = { ending, files };
				}
				this.emitFile({ type: 'asset', fileName: LANGUAGES_FILE, source: JSON.stringify(spoken) });
			},
		},
	};
}

function englishWords(english: ReadonlyMap<string, Sentence>): Words {
	return (key) => {
		const { text, many } = english.get(key) ?? { text: key };
		return many === undefined || many === `${text}s` ? [text] : [text, many];
	};
}

/** What is not translated yet is said in English; a test finds it. */
function spokenWords(
	catalogues: readonly (readonly [string, readonly Entry[]])[],
	english: ReadonlyMap<string, Sentence>,
): readonly (readonly [string, Words])[] {
	const inEnglish = englishWords(english);
	return catalogues.map(([language, entries]) => {
		const texts = textsByKey(entries);
		return [language, (key) => texts.get(key) ?? inEnglish(key)];
	});
}

function madeUpWords(
	english: ReadonlyMap<string, Sentence>,
): readonly (readonly [string, Words])[] {
	return pseudoLanguages.map((language) => [
		language,
		(key) => pseudo(english.get(key) ?? { text: key }, language),
	]);
}

/** The files with sentences, and those that load them now or later. */
function filesThatSpeak(chunks: readonly Rolldown.OutputChunk[]): ReadonlySet<string> {
	const speaking = new Set(
		chunks.filter(({ code }) => MARKED.test(code)).map(({ fileName }) => fileName),
	);
	for (let before = -1; before !== speaking.size;) {
		before = speaking.size;
		for (const { fileName, imports, dynamicImports } of chunks)
			if ([...imports, ...dynamicImports].some((name) => speaking.has(name)))
				speaking.add(fileName);
	}
	return speaking;
}

interface BuiltFile {
	readonly fileName: string;
	readonly code: string;
}

/** By what all of them say: a name never stands for two contents. */
function endingOf(language: string, files: readonly BuiltFile[]): string {
	const hash = createHash('sha256');
	for (const { code } of files) hash.update(code);
	return `.${language}-${hash.digest('hex').slice(0, 6)}.js`;
}

const withEnding = (name: string, ending: string): string => name.replace(/\.js$/, ending);

/** Files name one another by paths from where they are: the last part of each is unlike all others. */
function namingOwn(code: string, { files, ending }: Spoken): string {
	const names = new Set(files.map((path) => path.slice(path.lastIndexOf('/') + 1)));
	return code.replaceAll(/[\w-]+(?:\.[\w-]+)*\.js\b/g, (name) =>
		names.has(name) ? withEnding(name, ending) : name,
	);
}
