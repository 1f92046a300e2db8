import { describe, expect, it } from 'vitest';
import { findSentences, withMarks } from '../../../../architecture/languages/find-sentences.ts';
import { inWords } from '../../../../architecture/languages/marks.ts';
import { keyOf } from '../../../../architecture/languages/sentence.ts';

const texts = (path: string, source: string) =>
	findSentences(path, source).map(({ sentence: { text, many } }) =>
		many === undefined ? text : [text, many],
	);

/** The source as it is in another language: its words by the English ones. */
function said(path: string, source: string, words: Readonly<Record<string, readonly string[]>>) {
	const found = findSentences(path, source);
	const byKey = new Map(found.map(({ sentence }) => [keyOf(sentence), words[sentence.text]]));
	return inWords(withMarks(source, found).toString(), (key) => byKey.get(key) ?? ['?']);
}

describe('in scripts', () => {
	it.each([
		["say('Move to trash');", 'Move to trash'],
		["say('Cancel');", 'Cancel'],
		["say('a few seconds left');", 'a few seconds left'],
		['say(`Moved ${name} to ${place.name}`);', 'Moved {0} to {1}'],
		['const where = /* said */ `in ${place}`;', 'in {0}'],
		["const word = /* said */\n\t'tomorrow';", 'tomorrow'],
		["const title = { trash: 'Empty trash' } as const;", 'Empty trash'],
	])('%s says something', (source, text) => {
		expect(texts('a.ts', source)).toEqual([text]);
	});

	it.each([
		"import { Cancel } from 'Cancel here';",
		"type Wish = 'Restore faster' | 'Cancel';",
		"if (key === 'Enter') go();",
		"switch (key) { case 'Escape': go(); }",
		"throw new Error('This must not be');",
		"const list = { 'Some key': 1 };",
		"list.querySelector('button, a');",
		"kindFor('image', 'png jpg webp');",
		"moveFocus(menu, 'Home');",
		"restorePrice({ tier: 'Bulk', days });",
		"const id = 'entry-row';",
		"const usd = priceAt('Bulk') + priceAt('Standard');",
		'const style = `${x}px`;',
	])('%s says nothing', (source) => {
		expect(texts('a.ts', source)).toEqual([]);
	});

	it('finds the forms of a noun, and what stands around it', () => {
		const source = "`${plural(files, 'file')} and ${plural(many, 'copy', 'copies')} left`";
		expect(texts('a.ts', source)).toEqual([
			'{0} and {1} left',
			['file', 'files'],
			['copy', 'copies'],
		]);
	});

	it('finds a sentence within the value of another', () => {
		expect(texts('a.ts', "`Moved ${here ? 'All of it' : name} away`")).toEqual([
			'Moved {0} away',
			'All of it',
		]);
	});
});

describe('in markup', () => {
	it('takes a sentence whole, with its values and elements', () => {
		expect(texts('a.svelte', '<p>\n\tMove {name}\n\tto <b>the trash</b>?\n</p>')).toEqual([
			'Move {0} to <0>the trash</0>?',
		]);
	});

	it('leaves out what stands beside the sentence', () => {
		expect(texts('a.svelte', '<button><Icon of={Plus} /> New folder</button>')).toEqual([
			'New folder',
		]);
	});

	it('reads what is read out, and what components are told', () => {
		const source =
			'<p aria-label="All files" class="all files"><Button label="Go on" variant="primary" /></p>';
		expect(texts('a.svelte', source)).toEqual(['All files', 'Go on']);
	});

	it('shows code as it is', () => {
		expect(texts('a.svelte', '<code>npm run seed</code>')).toEqual([]);
	});
});

describe('in another language', () => {
	it.each([
		["say('Cancel')", { Cancel: ['Abbrechen'] }, "say('Abbrechen')"],
		['`Moved ${a} to ${b}`', { 'Moved {0} to {1}': ['{1} hat nun {0}'] }, '`${b} hat nun ${a}`'],
		[
			"`Moved ${here ? 'All of it' : b} away`",
			{ 'Moved {0} away': ['{0} ist weg'], 'All of it': ['Alles'] },
			"`${here ? 'Alles' : b} ist weg`",
		],
		["plural(n, 'file')", { file: ['Datei', 'Dateien'] }, "plural(n, 'Datei','Dateien')"],
		[
			"plural(n, 'copy', 'copies')",
			{ copy: ['kopia', 'kopie', 'kopii'] },
			"plural(n, 'kopia','kopie','kopii')",
		],
		["say('Go on')", { 'Go on': ['It’s `so` ${x} \\'] }, "say('It’s \\`so\\` \\${x} \\\\')"],
	])('%s has the words of that one', (source, words, expected) => {
		expect(said('a.ts', source, words)).toBe(expected);
	});

	it('puts values and elements of markup where its words want them', () => {
		const words = {
			'{0} of {1} in <0>this folder</0>': ['Von {1} sind {0} in <0>diesem Ordner</0>'],
		};
		expect(said('a.svelte', '<p>\n\t{n} of {m} in <b>this folder</b>\n</p>', words)).toBe(
			'<p>\n\tVon {m} sind {n} in <b>diesem Ordner</b>\n</p>',
		);
	});

	it('counts the values behind an element on', () => {
		const words = { 'In <0>{0}</0> are {1} files': ['<0>{0}</0> hat {1} Dateien'] };
		const source = '<p>In <b>{name}</b> are {n} files</p>';
		expect(
			said('a.svelte', source, {
				...words,
				...{ 'In <0/> are {0} files': ['In <0/> sind {0} Dateien'] },
			}),
		).toBe('<p>In <b>{name}</b> sind {n} Dateien</p>');
	});
});

it('stops at a sentence that a build has cut', () => {
	const source = "say('Cancel')";
	const marks = withMarks(source, findSentences('a.ts', source)).toString();
	expect(() => inWords(marks.slice(0, -3), () => ['Abbrechen'])).toThrow('does not end');
});

describe('words that speak of different things', () => {
	const source = [
		"byKind(entries, { file: /* said of a file */ 'Paste it', folder: /* said of a folder */ 'Paste it' });",
		"say('Paste it', /* said of a file */ `Move ${it}`, plural(n, /* said of a key */ 'key'));",
	].join('\n');
	const found = findSentences('a.ts', source);

	it('have a context each, as long as one is told', () => {
		expect(found.map(({ sentence }) => [sentence.text, sentence.context])).toEqual([
			['Paste it', 'of a file'],
			['Paste it', 'of a folder'],
			['Paste it', undefined],
			['Move {0}', 'of a file'],
			['key', 'of a key'],
		]);
	});

	it('are said each in its own way, by the gender of what they speak of', () => {
		const german = new Map(
			[
				['Füge sie ein'],
				['Füge ihn ein'],
				['Füge es ein'],
				['Bewege sie, {0}'],
				['Taste', 'Tasten'],
			].map((words, n) => [keyOf(found[n]?.sentence ?? { text: '' }), words]),
		);
		const spoken = inWords(withMarks(source, found).toString(), (key) => german.get(key) ?? ['?']);
		expect(spoken.replaceAll(/\/\*.*?\*\/ /g, '')).toBe(
			[
				"byKind(entries, { file: 'Füge sie ein', folder: 'Füge ihn ein' });",
				"say('Füge es ein', `Bewege sie, ${it}`, plural(n, 'Taste','Tasten'));",
			].join('\n'),
		);
	});
});
