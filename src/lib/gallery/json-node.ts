/** One value of a JSON text, as a tree shows it: its own words, or how many lie below it. */
export interface JsonNode {
	/** Its name in the object above, or its place in the list; undefined at the top. */
	readonly key: string | undefined;
	readonly kind: 'object' | 'array' | 'string' | 'number' | 'other';
	/** Of a value as it stands in the text; empty of an object and a list. */
	readonly words: string;
	readonly count: number;
}

/** Of an object or a list so many are shown at a time. */
const NODES_AT_ONCE = 100;

/** A number that JavaScript cannot hold, as it stands in the text. */
class Digits {
	readonly source: string;

	constructor(source: string) {
		this.source = source;
	}
}

/** Keeps numbers as they stand in the text. Throws `SyntaxError`. */
export function parsedJson(text: string): unknown {
	const revive = (_key: string, value: unknown, context?: { readonly source?: string }) =>
		typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
			? new Digits(context.source)
			: value;
	return JSON.parse(text.replace(/^\uFEFF/, ''), revive);
}

/** What lies at `path`, from the `from`th on. */
export function nodesBelow(
	top: unknown,
	{ path, from }: { readonly path: readonly number[]; readonly from: number },
): readonly JsonNode[] {
	let value = top;
	for (const at of path) value = entriesOf(value)[at]?.[1];
	return entriesOf(value)
		.slice(from, from + NODES_AT_ONCE)
		.map(([key, below]) => nodeOf(key, below));
}

export function nodeOf(key: string | undefined, value: unknown): JsonNode {
	if (value instanceof Digits) return { key, kind: 'number', words: value.source, count: 0 };
	if (Array.isArray(value)) return { key, kind: 'array', words: '', count: value.length };
	if (typeof value === 'object' && value !== null) {
		return { key, kind: 'object', words: '', count: Object.keys(value).length };
	}
	const kind = typeof value === 'string' || typeof value === 'number' ? typeof value : 'other';
	return {
		key,
		kind: kind as 'string' | 'number' | 'other',
		words: clipped(JSON.stringify(value)),
		count: 0,
	};
}

/** A string of a megabyte is laid out for seconds. */
const WORDS_MAX = 2000;

function clipped(words: string): string {
	return words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
	if (Array.isArray(value)) return value.map((each, at) => [String(at), each as unknown]);
	if (typeof value !== 'object' || value === null || value instanceof Digits) return [];
	return Object.entries(value);
}
