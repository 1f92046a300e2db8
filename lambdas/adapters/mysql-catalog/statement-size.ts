/**
 * What one statement may carry, in characters of SQL: RDS Proxy pins a connection to its client when
 * a statement is longer than 16,384 bytes, and the words around the values need room as well.
 */
const VALUES_MAX_CHARS = 12_000;
/** Ids in one list: 200 quoted UUIDs are 7.8 kB. */
const IDS_MAX = 200;

export function* idLists(ids: Iterable<string>): Generator<readonly string[]> {
	const distinct = [...new Set(ids)];
	for (let i = 0; i < distinct.length; i += IDS_MAX) yield distinct.slice(i, i + IDS_MAX);
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

function charsOf(value: unknown): number {
	if (Buffer.isBuffer(value)) return value.length * 2 + 6;
	// Quoted and escaped at worst byte by byte.
	if (typeof value === 'string') return Buffer.byteLength(value) + 6;
	return 26;
}
