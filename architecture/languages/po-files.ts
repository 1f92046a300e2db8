import { readFileSync } from 'node:fs';
import PO from 'pofile';
import { catalogueFile, pluralForms, type Entry, type Said } from './catalogue.ts';
import { keyOf } from './sentence.ts';

export function readCatalogue(text: string): readonly Entry[] {
	return PO.parse(text).items.map((item) => ({
		sentence: {
			text: item.msgid,
			...(item.msgid_plural && { many: item.msgid_plural }),
			...(item.msgctxt && { context: item.msgctxt }),
		},
		texts: item.flags.fuzzy || item.obsolete ? [] : item.msgstr.filter((form) => form !== ''),
	}));
}

export function loadCatalogue(project: string, language: string): readonly Entry[] {
	return readCatalogue(readFileSync(catalogueFile(project, language), 'utf8'));
}

/** The file of a language with all of `said` and nothing else; what is translated already stays. */
export function writeCatalogue(
	said: readonly Said[],
	{ language, entries }: { readonly language: string; readonly entries: readonly Entry[] },
): string {
	const known = new Map(entries.map(({ sentence, texts }) => [keyOf(sentence), texts]));
	const forms = pluralForms(language);
	const po = new PO();
	po.comments = [
		'The sentences of the site; written by `npm run catalogue`, which keeps the translations.',
		'{0} stands for a value, <0>…</0> for an element around words. See docs/architecture.md, Languages.',
	];
	po.headers = {
		Language: language,
		'MIME-Version': '1.0',
		'Content-Type': 'text/plain; charset=utf-8',
		'Content-Transfer-Encoding': '8bit',
		'X-Plural-Categories': forms.join(' '),
	};
	po.items = said.map((sentence) => {
		const item = new PO.Item();
		item.msgid = sentence.text;
		item.references = [...sentence.files];
		item.msgstr = [...(known.get(keyOf(sentence)) ?? [])];
		if (sentence.many !== undefined) item.msgid_plural = sentence.many;
		if (sentence.context !== undefined) item.msgctxt = sentence.context;
		return item;
	});
	return po.toString();
}
