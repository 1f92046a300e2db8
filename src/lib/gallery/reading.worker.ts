import type { Root } from 'mdast';
import type { CodePiece } from './colour-code';
import { nodeOf, nodesBelow, parsedJson, type JsonNode } from './json-node';
import type { TextForm } from './text-form';

/** What the worker is asked: first to read a text, then of a JSON one for what lies at a path. */
export type ReadingRequest =
	| { readonly form: TextForm; readonly text: string }
	| { readonly path: readonly number[]; readonly from: number };

export type Reading =
	| { readonly kind: 'markdown'; readonly root: Root }
	| { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
	| { readonly kind: 'json'; readonly top: JsonNode }
	| { readonly kind: 'code'; readonly blocks: readonly (readonly CodePiece[])[] }
	/** It is shown as the text it is. */
	| { readonly kind: 'plain' };

export type ReadingReply =
	Reading | { readonly kind: 'nodes'; readonly nodes: readonly JsonNode[] };

/** A worker's own global, of which the compiler's libraries for pages know nothing. */
const worker = self as unknown as {
	onmessage: (event: MessageEvent<ReadingRequest>) => void;
	postMessage(reply: ReadingReply): void;
};

let json: unknown;

worker.onmessage = ({ data }) => {
	if ('path' in data) worker.postMessage({ kind: 'nodes', nodes: nodesBelow(json, data) });
	else
		void read(data.form, data.text)
			.catch((): Reading => ({ kind: 'plain' }))
			.then((reading) => worker.postMessage(reading));
};

/** Each kind brings its own reader along when the first such text is seen. Rejects where the text is not what its name says. */
async function read(form: TextForm, text: string): Promise<Reading> {
	switch (form.kind) {
		case 'markdown':
			return { kind: 'markdown', root: (await import('./read-markdown')).readMarkdown(text) };
		case 'table':
			return { kind: 'table', rows: (await import('./read-table')).readTable(text) };
		case 'json':
			json = parsedJson(text);
			return { kind: 'json', top: nodeOf(undefined, json) };
		case 'code': {
			const blocks = (await import('./colour-code')).colourCode(text, form.language);
			return blocks ? { kind: 'code', blocks } : { kind: 'plain' };
		}
		case 'plain':
			return { kind: 'plain' };
	}
}
