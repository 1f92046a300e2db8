import type { Expression, Node, SimpleCallExpression, TemplateLiteral } from 'estree';
import { walk } from 'estree-walker';
import { endMark, nextMark, openMark } from './marks.ts';
import { hasWords, keyOf, type Sentence } from './sentence.ts';

/** A sentence and how the source is changed so that its marks stand in its place. */
export interface Found {
	readonly sentence: Sentence;
	/** Where it begins, in characters of the file. */
	readonly start: number;
	readonly edits: readonly Edit[];
}

export interface Edit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** Every parser here says where a node stands. */
type Placed<Type> = Type & { readonly start: number; readonly end: number };

/** What is for developers, logs and other programs. */
const DEAF =
	/^(?:\w*Error|Request|Response|URL|RegExp|DOMException|super|kindFor|moveFocus|console\..*|.*\.(?:querySelector(?:All)?|matchMedia|startsWith|endsWith|includes|getItem|setItem|addEventListener|split|replaceAll|append|set|has|get))$/;

/**
 * In scripts a literal is a sentence by how it looks: two words with a space between, or one word that begins
 * with a capital. `npm run catalogue` lists what is new, so that a look shows what is none.
 */
function looksLikeSentence(text: string): boolean {
	if (NOT_SENTENCES.some((pattern) => pattern.test(text))) return false;
	if (!hasWords(text)) return false;
	const plain = text.replaceAll(/\{\d+\}/g, 'x');
	return (
		/[\p{L}\d.,;:!?”)…–—]\s+(?:[“(]|– |· )?\p{L}/u.test(plain) ||
		/^[“‘]?\p{Lu}\p{Ll}+[.…:!?’”]*$/u.test(plain)
	);
}

/** Selectors, styles, headers, names of keys and lists of endings look alike. */
const NOT_SENTENCES = [
	/^(?:a|button|input|video|audio), [a-z ,[\]=*-]+$/,
	/^\(min-width|\bvar\(--|\d+px |\{\d+\}px|^M\{0\}/,
	/^[a-z]+\/[a-z-]+; |^Bearer |^path,bytes,/,
	/^[a-z]+ \{\d+\}$/,
	/^(?:[a-z\d]{1,5} )+(?:hpp|fish|patch|toml|cjs|cts|svelte|yml|h|jsx|tsx|cjsx)$/,
	/^(?:delete account|Error|Unplayable|JSON|English|Deutsch|Bulk|Standard|Expedited)$/,
	/^docs\//,
];

/** Before words that do not look like a sentence, or that need to tell what they speak of: `said of a folder`. */
const SAID = /\/\* said(?: (of [^*]+))? \*\/\s*$/;

/** The sentences of a script or of an expression in markup. */
export function scriptSentences(root: Node, source: string): readonly Found[] {
	const found: Found[] = [];
	const sentenceOf = (node: Node, text: string): Sentence | undefined => {
		const mark = markBefore(node, source);
		if (mark === null) return looksLikeSentence(text) ? { text } : undefined;
		return { text, ...contextOf(mark) };
	};
	walk(root, {
		enter(node, parent, key) {
			if (node.type.startsWith('TS') && !WITH_VALUES.has(node.type)) this.skip();
			else if (isSilent(node, parent, key)) this.skip();
			else if (node.type === 'CallExpression' && isPlural(node)) {
				const noun = pluralSentence(node, source);
				if (noun !== undefined) {
					found.push(noun);
					found.push(...scriptSentences(node.arguments[0] as Node, source));
					this.skip();
				}
			} else if (node.type === 'Literal' && typeof node.value === 'string') {
				const sentence = sentenceOf(node, node.value);
				if (sentence !== undefined) found.push(wholeLiteral(node as Placed<typeof node>, sentence));
			} else if (node.type === 'TemplateLiteral') {
				const sentence = sentenceOf(node, textOfTemplate(node));
				if (sentence !== undefined) found.push(templateSentence(node, { sentence, source }));
			}
		},
	});
	return found;
}

/** Of TypeScript, these hold values. */
const WITH_VALUES = new Set([
	'TSAsExpression',
	'TSSatisfiesExpression',
	'TSNonNullExpression',
	'TSParameterProperty',
]);

function isSilent(node: Node, parent: Node | null, key: PropertyKey | null | undefined): boolean {
	if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') return true;
	if (node.type === 'ExportAllDeclaration') return true;
	if (node.type === 'TaggedTemplateExpression') return true;
	if (node.type === 'NewExpression' || node.type === 'CallExpression')
		return DEAF.test(nameOf(node.callee));
	if (parent?.type === 'ExportNamedDeclaration' && key === 'source') return true;
	if (parent?.type === 'ExpressionStatement' && 'directive' in parent && parent.directive)
		return true;
	if (parent?.type === 'Property' || parent?.type === 'PropertyDefinition')
		return key === 'key' && !parent.computed;
	if (parent?.type === 'MemberExpression') return key === 'property' && node.type === 'Literal';
	if (parent?.type === 'SwitchCase') return key === 'test';
	return (
		parent?.type === 'BinaryExpression' &&
		node.type === 'Literal' &&
		/^(?:[!=]==?|in)$/.test(parent.operator)
	);
}

function nameOf(callee: Node): string {
	if (callee.type === 'Super') return 'super';
	if (callee.type === 'Identifier') return callee.name;
	if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
	return `${nameOf(callee.object)}.${callee.property.name}`;
}

const isPlural = ({ callee }: { readonly callee: Node }): boolean =>
	callee.type === 'Identifier' && callee.name === 'plural';

function markBefore(node: Node, source: string): RegExpExecArray | null {
	return SAID.exec(source.slice(0, (node as Placed<Node>).start).slice(-80));
}

function contextOf(mark: RegExpExecArray | null): Pick<Sentence, 'context'> {
	return mark?.[1] === undefined ? {} : { context: mark[1] };
}

/** `plural(count, 'file')`; undefined where its words are not written out. */
function pluralSentence(
	{ arguments: [, one, many] }: SimpleCallExpression,
	source: string,
): Found | undefined {
	const text = wordsOf(one);
	if (
		one === undefined ||
		text === undefined ||
		(many !== undefined && wordsOf(many) === undefined)
	)
		return undefined;
	const context = contextOf(markBefore(one, source));
	const sentence = { text, many: wordsOf(many) ?? `${text}s`, ...context };
	const noun = wholeLiteral(one as Placed<Expression>, sentence);
	if (many === undefined) return noun;
	const { start, end } = many as Placed<Expression>;
	const [edit] = noun.edits;
	const gap = { start: (one as Placed<Expression>).end, end, text: '' };
	return start < end && edit !== undefined ? { ...noun, edits: [edit, gap] } : noun;
}

function wordsOf(node: Node | undefined): string | undefined {
	return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function wholeLiteral({ start, end }: Placed<unknown>, sentence: Sentence): Found {
	const text = `'${openMark(keyOf(sentence))}${endMark}'`;
	return { sentence, start, edits: [{ start, end, text }] };
}

/** With a number for each value, in their order. */
const textOfTemplate = ({ quasis }: TemplateLiteral): string =>
	quasis
		.map(({ value }, index) => (index === 0 ? '' : `{${String(index - 1)}}`) + (value.cooked ?? ''))
		.join('');

function templateSentence(
	node: TemplateLiteral,
	{ sentence, source }: { readonly sentence: Sentence; readonly source: string },
): Found {
	const { start, end } = node as Placed<TemplateLiteral>;
	const edits: Edit[] = [];
	let from = start + 1;
	let text = openMark(keyOf(sentence));
	// Parsers differ in where they say that the texts of a template begin; of its expressions they say the same.
	for (const expression of node.expressions as Placed<Expression>[]) {
		edits.push({ start: from, end: source.lastIndexOf('${', expression.start), text });
		from = source.indexOf('}', expression.end) + 1;
		text = nextMark;
	}
	const last = node.expressions.length === 0 ? text + endMark : endMark;
	return { sentence, start, edits: [...edits, { start: from, end: end - 1, text: last }] };
}
