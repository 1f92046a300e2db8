/** A page of the proportions of a tile twice as large as a thumbnail shows it, in pixels. */
const WIDTH = 480;
const HEIGHT = 640;
const MARGIN = 44;
const FONT_PX = 15;
const LINE_PX = 22;
/** A tab in a text, in spaces. */
const TAB = '    ';

/** Control characters of which a text has at most a few: where they are more than this share, it is none. */
const CONTROLS_MAX = 0.1;

/** The beginning of a text as a small page: enough to see whether it is a letter, a table or code. Undefined where it is no text. */
export function textPage(bytes: ArrayBuffer): ImageBitmap | undefined {
	const text = decoded(bytes);
	if (text === undefined) return undefined;
	const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
	const context = canvas.getContext('2d');
	if (context === null) return undefined;
	context.fillStyle = 'white';
	context.fillRect(0, 0, WIDTH, HEIGHT);
	context.font = `${String(FONT_PX)}px ui-monospace, Menlo, Consolas, monospace`;
	context.fillStyle = '#3a4150';
	context.textBaseline = 'top';
	const linesMax = Math.floor((HEIGHT - 2 * MARGIN) / LINE_PX);
	const charsMax = Math.floor((WIDTH - 2 * MARGIN) / context.measureText('m').width);
	for (const [index, line] of pageLines(text, { linesMax, charsMax }).entries()) {
		context.fillText(line, MARGIN, MARGIN + index * LINE_PX);
	}
	return canvas.transferToImageBitmap();
}

/** The lines that a page of this size holds: long ones are folded, and the empty ones at the top left out. */
export function pageLines(
	text: string,
	{ linesMax, charsMax }: { readonly linesMax: number; readonly charsMax: number },
): readonly string[] {
	const lines: string[] = [];
	for (const line of text.trimStart().split(/\r\n|\r|\n/)) {
		const chars = Array.from(line.replaceAll('\t', TAB));
		for (let at = 0; at === 0 || at < chars.length; at += charsMax) {
			if (lines.length === linesMax) return lines;
			lines.push(chars.slice(at, at + charsMax).join(''));
		}
	}
	return lines;
}

/** By its mark, or as UTF-8: at this size a letter in another encoding is as good as any. */
function decoded(bytes: ArrayBuffer): string | undefined {
	const [first = 0, second = 0] = new Uint8Array(bytes);
	const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
	const encoding = isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
	const text = new TextDecoder(encoding).decode(bytes);
	// eslint-disable-next-line no-control-regex -- these are what no text has
	const controls = text.match(/[\x00-\x08\x0e-\x1f]/g)?.length ?? 0;
	return controls > text.length * CONTROLS_MAX ? undefined : text;
}
