import type { Node } from 'estree';
import type { AST } from 'svelte/compiler';
import { endMark, nextMark, openMark } from './marks.ts';
import { scriptSentences, type Edit, type Found } from './script-sentences.ts';
import { hasWords, keyOf } from './sentence.ts';

/** Attributes of elements that people read or hear. */
const READ = new Set(['alt', 'label', 'placeholder', 'title']);
const HEARD = /^aria-(?:label|description|roledescription|valuetext|placeholder)$/;
/** Properties of components that are not words. */
const NOT_READ = new Set(['class', 'style', 'id', 'href', 'type', 'name', 'role', 'slot']);
/** What is shown as it stands. */
const VERBATIM = new Set(['code', 'pre', 'kbd', 'style', 'script', 'svg', 'textarea']);

type Child = AST.Fragment['nodes'][number];
type Inline = AST.RegularElement | AST.Component;

/** The sentences of the markup of a component, each whole with the values and the elements in it. */
export function markupSentences(fragment: AST.Fragment, source: string): readonly Found[] {
	const found: Found[] = [];

	function visitFragment({ nodes }: AST.Fragment): void {
		let run: Child[] = [];
		for (const node of nodes) {
			if (isInline(node)) run.push(node);
			else {
				visitRun(run);
				run = [];
				visit(node);
			}
		}
		visitRun(run);
	}

	/** Neighbours that may make one sentence. Elements at its ends that hold no words are beside it. */
	function visitRun(run: readonly Child[]): void {
		if (!run.some((node) => node.type === 'Text' && isWords(node.data))) {
			for (const node of run) visit(node);
			return;
		}
		const first = run.findIndex(speaks);
		const last = run.findLastIndex(speaks);
		for (const node of [...run.slice(0, first), ...run.slice(last + 1)]) visit(node);
		const builder = new Builder();
		for (const node of run.slice(first, last + 1)) addTo(builder, node);
		found.push(builder.done());
	}

	function addTo(builder: Builder, node: Child): void {
		if (node.type === 'Text') builder.text(node);
		else if (node.type === 'ExpressionTag') {
			builder.value(node);
			visit(node);
		} else if (isElement(node)) {
			visitAttributes(node.attributes, node.type === 'Component');
			if (isPlain(node.fragment) && !VERBATIM.has(node.name)) {
				builder.tag(true);
				for (const child of node.fragment.nodes) addTo(builder, child);
				builder.endTag();
			} else {
				builder.tag(false);
				visitFragment(node.fragment);
			}
		}
	}

	function visitAttributes(
		attributes: readonly Node[] | AST.RegularElement['attributes'],
		component: boolean,
	): void {
		for (const attribute of attributes as AST.RegularElement['attributes']) {
			if (attribute.type !== 'Attribute') expression(attribute);
			else if (attribute.value === true) continue;
			else if (!component && !READ.has(attribute.name) && !HEARD.test(attribute.name)) {
				// Its expressions may still say something, as handlers do.
				if (!/^(?:class|style|id|href|type|role|d)$/.test(attribute.name))
					expression(attribute.value);
			} else if (component && NOT_READ.has(attribute.name)) continue;
			else if (!Array.isArray(attribute.value)) expression(attribute.value);
			else attributeText(attribute.value);
		}
	}

	function attributeText(parts: (AST.Text | AST.ExpressionTag)[]): void {
		if (parts.some((part) => part.type === 'Text' && isRead(part.data) && isWords(part.data))) {
			const builder = new Builder();
			for (const part of parts) addTo(builder, part);
			found.push(builder.done());
		} else for (const part of parts) if (part.type === 'ExpressionTag') expression(part);
	}

	function expression(value: unknown): void {
		for (const node of [value].flat()) found.push(...scriptSentences(node as Node, source));
	}

	function visit(node: Child): void {
		switch (node.type) {
			case 'RegularElement':
			case 'Component':
			case 'TitleElement':
			case 'SvelteElement':
			case 'SvelteHead':
			case 'SvelteFragment':
			case 'SvelteBoundary':
			case 'SvelteComponent':
			case 'SvelteSelf':
			case 'SlotElement':
			case 'SvelteBody':
			case 'SvelteDocument':
			case 'SvelteWindow':
				visitAttributes(node.attributes, node.type === 'Component');
				if (node.type !== 'RegularElement' || !VERBATIM.has(node.name))
					visitFragment(node.fragment);
				return;
			case 'IfBlock':
				expression(node.test);
				visitFragment(node.consequent);
				if (node.alternate !== null) visitFragment(node.alternate);
				return;
			case 'EachBlock':
				expression(node.expression);
				visitFragment(node.body);
				if (node.fallback !== undefined) visitFragment(node.fallback);
				return;
			case 'AwaitBlock':
				expression(node.expression);
				for (const part of [node.pending, node.then, node.catch])
					if (part !== null) visitFragment(part);
				return;
			case 'KeyBlock':
				visitFragment(node.fragment);
				return;
			case 'SnippetBlock':
				visitFragment(node.body);
				return;
			case 'ConstTag':
				expression(node.declaration);
				return;
			case 'ExpressionTag':
			case 'RenderTag':
			case 'HtmlTag':
				expression(node.expression);
				return;
			case 'AttachTag':
			case 'Comment':
			case 'DebugTag':
			case 'DeclarationTag':
			case 'SvelteOptions':
			case 'Text':
		}
	}

	visitFragment(fragment);
	return found;
}

/** Names stay as they are. */
const isWords = (text: string): boolean =>
	hasWords(text) && !/^(?:CloudVault|JSON|docs\/operate\.md)$/.test(text.trim());

/** The text of attributes of components may be a name for the code: `variant="primary"`. */
const isRead = (text: string): boolean => /^\W*\p{Lu}|\p{L} \p{L}/u.test(text);

const isElement = (node: Child): node is Inline =>
	node.type === 'RegularElement' || node.type === 'Component';

const isInline = (node: Child): boolean =>
	node.type === 'Text' || node.type === 'ExpressionTag' || isElement(node);

/** Text and values alone, with words among them. */
const isPlain = ({ nodes }: AST.Fragment): boolean =>
	nodes.every(({ type }) => type === 'Text' || type === 'ExpressionTag') &&
	nodes.some((node) => node.type === 'Text' && hasWords(node.data));

const speaks = (node: Child): boolean =>
	node.type === 'ExpressionTag' ||
	(node.type === 'Text' ? node.data.trim() !== '' : isElement(node) && isPlain(node.fragment));

interface Part {
	readonly run: number;
	readonly first: number;
	readonly between: (AST.Text | AST.ExpressionTag)[];
}

/** Puts a sentence together, and the marks that stand for it. */
class Builder {
	readonly #parts: Part[] = [{ run: 0, first: 0, between: [] }];
	#text = '';
	#values = 0;
	#tags = 0;
	#open = 0;

	text(node: AST.Text): void {
		this.#text += node.data;
		this.#parts.at(-1)?.between.push(node);
	}

	value(node: AST.ExpressionTag): void {
		this.#text += `{${String(this.#values++)}}`;
		this.#parts.at(-1)?.between.push(node);
	}

	tag(hasText: boolean): void {
		this.#open = this.#tags++;
		this.#text += `<${String(this.#open)}${hasText ? '' : '/'}>`;
		this.#next();
	}

	endTag(): void {
		this.#text += `</${String(this.#open)}>`;
		this.#next();
	}

	#next(): void {
		this.#parts.push({ run: this.#parts.length, first: this.#values, between: [] });
	}

	done(): Found {
		const sentence = { text: this.#text.replaceAll(/\s+/g, ' ').trim() };
		const key = keyOf(sentence);
		const start = this.#parts.flatMap(({ between }) => between)[0]?.start ?? 0;
		return { sentence, start, edits: this.#parts.flatMap((part) => this.#marks(part, key)) };
	}

	/** The marks go where the words were; white space at the ends of the sentence stays outside of them. */
	#marks({ run, first, between }: Part, key: string): Edit[] {
		if (!between.some((node) => node.type === 'Text' && hasWords(node.data))) return [];
		const outermost = { first: run === 0, last: run === this.#parts.length - 1 };
		const edits: Edit[] = [];
		const values = between.filter(({ type }) => type === 'ExpressionTag');
		const from = between[0];
		const to = between.at(-1);
		if (from === undefined || to === undefined) return [];
		let start = from.start;
		let opened = openMark(key, run, first);
		if (outermost.first && from.type === 'Text')
			start += from.raw.length - from.raw.trimStart().length;
		for (const [index, value] of values.entries()) {
			edits.push({ start, end: value.start, text: index === 0 ? opened : nextMark });
			start = value.end;
		}
		if (values.length > 0) opened = '';
		let end = to.end;
		if (outermost.last && to.type === 'Text') end -= to.raw.length - to.raw.trimEnd().length;
		edits.push({ start, end, text: opened + endMark });
		return edits;
	}
}
