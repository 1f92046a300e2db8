/** Characters in one block at most: a browser lays it out well within a frame. */
export const BLOCK_MAX = 16_384;

/**
 * A text in pieces that a browser lays out one by one, when they come into view. Pieces end at the end of a
 * line; only a line that is longer than a piece is cut, and goes on in the next one.
 */
export function textBlocks(text: string): readonly string[] {
	const blocks: string[] = [];
	let from = 0;
	while (text.length - from > BLOCK_MAX) {
		const lineEnd = text.lastIndexOf('\n', from + BLOCK_MAX - 1);
		const to = lineEnd >= from ? lineEnd + 1 : wholeCharacter(text, from + BLOCK_MAX);
		blocks.push(text.slice(from, to));
		from = to;
	}
	if (from < text.length) blocks.push(text.slice(from));
	return blocks;
}

/** Not between the two halves of one character. */
function wholeCharacter(text: string, at: number): number {
	const code = text.charCodeAt(at - 1);
	return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
