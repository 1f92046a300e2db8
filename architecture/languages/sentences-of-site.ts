import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Said } from './catalogue.ts';
import { findSentences } from './find-sentences.ts';
import { MANIFEST, sentencesOfManifest } from './manifest.ts';
import { keyOf, type Sentence } from './sentence.ts';

/** Without words for people: contracts, programs of their own, and lists for machines. */
const SILENT = [
	/^src\/lib\/contract\//,
	/^src\/service-worker\//,
	/\.worker\.ts$/,
	/\.d\.ts$/,
	/^src\/lib\/uploads\/transfer\/(?:form-body|s3-transport)\.ts$/,
];

/** The sentences of the mails, in English. */
export const MAILS = 'lambdas/mails/sentences.ts';

/** Whether a file may say something; `path` from the folder of the project, with slashes. */
export const maySpeak = (path: string): boolean =>
	path === MAILS ||
	(/^src\/.*\.(?:ts|svelte)$/.test(path) && !SILENT.some((silent) => silent.test(path)));

/** All that the site, its manifest and its mails say, each once, in the order of the files and in them. */
export function sentencesOf(project: string): readonly Said[] {
	const said = new Map<string, Said & { readonly files: string[] }>();
	const paths = globSync(['src/**/*.{ts,svelte}', MAILS], { cwd: project }).map((path) =>
		path.replaceAll('\\', '/'),
	);
	const add = (sentence: Sentence, path: string) => {
		const known = said.get(keyOf(sentence));
		if (known === undefined) said.set(keyOf(sentence), { ...sentence, files: [path] });
		else if (!known.files.includes(path)) known.files.push(path);
	};
	for (const path of paths.filter(maySpeak).sort()) {
		const source = readFileSync(join(project, path), 'utf8');
		for (const { sentence } of findSentences(path, source)) add(sentence, path);
	}
	for (const text of sentencesOfManifest(project)) add({ text }, MANIFEST);
	return [...said.values()];
}
