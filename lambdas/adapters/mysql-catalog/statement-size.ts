/**
 * What one statement may carry, in characters of SQL: RDS Proxy pins a connection to its client when
 * a statement is longer than 16,384 bytes, and the words around the values need room as well.
 */
const VALUES_MAX_CHARS = 12_000;
/** Of one text beside the other columns of its row, which have up to 5,000. */
const PIECE_MAX_CHARS = 8000;
/** Ids in one list: 200 quoted UUIDs are 7.8 kB. */
const IDS_MAX = 200;
/** Characters that the driver writes as two. */
// eslint-disable-next-line no-control-regex -- these are the ones
const ESCAPED = /[\0\b\t\n\r\x1a"'\\]/g;

/** `listsPerStatement`: how many lists of the same length one statement has. */
export function* idLists(
	ids: Iterable<string>,
	{ listsPerStatement = 1 }: { readonly listsPerStatement?: number } = {},
): Generator<readonly string[]> {
	const distinct = [...new Set(ids)];
	const length = Math.floor(IDS_MAX / listsPerStatement);
	for (let i = 0; i < distinct.length; i += length) yield distinct.slice(i, i + length);
}

/** Cuts rows into lists that fit one statement each. A value counts as the text it becomes. */
export function* rowLists<Row extends object>(rows: readonly Row[]): Generator<readonly Row[]> {
	let list: Row[] = [];
	let chars = 0;
	for (const row of rows) {
		const size = Object.values(row).reduce((sum: number, value) => sum + charsOf(value), 0);
		if (list.length > 0 && chars + size > VALUES_MAX_CHARS) {
			yield list;
			list = [];
			chars = 0;
		}
		list.push(row);
		chars += size;
	}
	if (list.length > 0) yield list;
}

/** Cuts a text into pieces that each fit a statement beside the rest of their row, never within a character. */
export function textPieces(text: string): readonly string[] {
	const pieces: string[] = [];
	let piece = '';
	let chars = 0;
	for (const character of text) {
		const size = escapedLength(character);
		if (chars + size > PIECE_MAX_CHARS) {
			pieces.push(piece);
			piece = '';
			chars = 0;
		}
		piece += character;
		chars += size;
	}
	pieces.push(piece);
	return pieces;
}

function charsOf(value: unknown): number {
	if (Buffer.isBuffer(value)) return value.length * 2 + 6;
	if (typeof value === 'string') return escapedLength(value) + 6;
	return 26;
}

/** In bytes, with a backslash before each character that the driver escapes. */
function escapedLength(text: string): number {
	return Buffer.byteLength(text) + (text.match(ESCAPED)?.length ?? 0);
}
