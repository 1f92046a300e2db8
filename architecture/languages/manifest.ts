import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsByKey, type Entry } from './catalogue.ts';
import { keyOf } from './sentence.ts';

/** What the system shows of the installed site, in English. */
export const MANIFEST = 'static/manifest.webmanifest';

/** Where the manifest of a language is, from the folder of the project; `app.html` names it by the same rule. */
export const manifestFile = (language: string): string =>
	MANIFEST.replace(/\.webmanifest$/, `.${language}.webmanifest`);

interface Manifest {
	readonly description: string;
	readonly shortcuts: readonly { readonly name: string; readonly url: string }[];
}

const readManifest = (project: string): Manifest =>
	JSON.parse(readFileSync(join(project, MANIFEST), 'utf8')) as Manifest;

/** What the manifest says, in its order. */
export function sentencesOfManifest(project: string): readonly string[] {
	const { description, shortcuts } = readManifest(project);
	return [description, ...shortcuts.map(({ name }) => name)];
}

/** The manifest with the words of a language; the names of files and of the site are the same in all. */
export function manifestOf(
	project: string,
	{ language, entries }: { readonly language: string; readonly entries: readonly Entry[] },
): string {
	const texts = textsByKey(entries);
	const said = (text: string) => texts.get(keyOf({ text }))?.[0] ?? text;
	const manifest = readManifest(project);
	const { description, shortcuts } = manifest;
	const spoken = {
		...manifest,
		lang: language,
		description: said(description),
		shortcuts: shortcuts.map((shortcut) => ({ ...shortcut, name: said(shortcut.name) })),
	};
	return `${JSON.stringify(spoken, null, '\t')}\n`;
}
