import type { Node } from 'estree';
import MagicString from 'magic-string';
import { parse } from 'svelte/compiler';
import { parseSync } from 'vite';
import { markupSentences } from './markup-sentences.ts';
import { scriptSentences, type Found } from './script-sentences.ts';

/** The sentences of a file of the site, in the order in which they stand. */
export function findSentences(path: string, source: string): readonly Found[] {
	const found = path.endsWith('.svelte') ? inComponent(source) : inScript(path, source);
	return found.toSorted((a, b) => a.start - b.start);
}

/** The source of a file with marks in the place of its sentences: see [Note: Marks]. */
export function withMarks(source: string, found: readonly Found[]): MagicString {
	const code = new MagicString(source);
	for (const { start, end, text } of found.flatMap(({ edits }) => edits))
		if (start === end) code.appendLeft(start, text);
		else code.update(start, end, text);
	return code;
}

function inComponent(source: string): readonly Found[] {
	const { fragment, instance, module } = parse(source, { modern: true });
	const scripts = [instance, module].flatMap((script) => (script ? [script.content] : []));
	return [
		...scripts.flatMap((script) => scriptSentences(script, source)),
		...markupSentences(fragment, source),
	];
}

function inScript(path: string, source: string): readonly Found[] {
	const { program, errors } = parseSync(path, source);
	if (errors.length > 0)
		throw new Error(`${path}: ${errors.map(({ message }) => message).join(' ')}`);
	return scriptSentences(program as unknown as Node, source);
}
