import type { ElementContent, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';
import { textBlocks } from './text-blocks';

/** A piece of code and what it is to its language: `keyword`, `string`; undefined where it is nothing of its own. */
export interface CodePiece {
	readonly text: string;
	readonly role: string | undefined;
}

const lowlight = createLowlight(common);
/** Longer lines are data or the output of a tool, and take a highlighter seconds. In characters. */
const LINE_MAX = 5000;

/** Code in blocks that are laid out one by one. Undefined where it is better shown as it is. */
export function colourCode(
	text: string,
	language: string,
): readonly (readonly CodePiece[])[] | undefined {
	if (
		!lowlight.registered(language) ||
		text.split('\n', 100_000).some((line) => line.length > LINE_MAX)
	) {
		return undefined;
	}
	const pieces = piecesOf(lowlight.highlight(language, text).children, undefined);
	const lengths = textBlocks(text).map(({ length }) => length);
	return cutInto(pieces, lengths);
}

function piecesOf(
	nodes: readonly (RootContent | ElementContent)[],
	role: string | undefined,
): readonly CodePiece[] {
	return nodes.flatMap((node) => {
		if (node.type === 'text') return [{ text: node.value, role }];
		if (node.type !== 'element') return [];
		const { className } = node.properties;
		const name = Array.isArray(className) ? className[0] : undefined;
		return piecesOf(node.children, typeof name === 'string' ? name.replace(/^hljs-/, '') : role);
	});
}

/** The same pieces in blocks of these lengths. */
function cutInto(
	pieces: readonly CodePiece[],
	lengths: readonly number[],
): readonly (readonly CodePiece[])[] {
	const blocks: CodePiece[][] = lengths.map(() => []);
	let at = 0;
	let room = lengths[0] ?? 0;
	for (const { text, role } of pieces) {
		for (let rest = text; rest !== '' && at < blocks.length;) {
			const part = rest.slice(0, room);
			blocks[at]?.push({ text: part, role });
			rest = rest.slice(part.length);
			room -= part.length;
			if (room === 0) room = lengths[(at += 1)] ?? 0;
		}
	}
	return blocks;
}
