import { sql, type RawBuilder } from 'kysely';
import { deflateSync } from 'node:zlib';

/** Of packed rows, in characters; the words around them need up to 3,000 of the 16,384 that RDS Proxy allows. */
const PACKED_MAX_CHARS = 12_800;
/** Rows in several statements repeat less of each other than those in one. */
const PACKING_LOSS = 1.05;

type Value = string | number | bigint | boolean | Buffer | Date | null;
export type Row = Readonly<Record<string, Value>>;

/** Rows within a statement, as a table `packed`. */
export interface PackedRows {
	readonly count: number;
	/** For `from` and `join`. */
	readonly table: RawBuilder<unknown>;
	/** The value of a column in the row at hand. */
	readonly column: (name: string) => RawBuilder<unknown>;
}

/**
 * [Note: Packed rows] A statement above 16 KiB pins its connection of RDS Proxy, and rows written out as SQL reach that with ten files. What
 * does not fit one statement is sent as one document instead, deflated, as ids, keys and names repeat each other: a hundred files are
 * one statement for each table. `uncompress` and `json_table` make rows of it again, alike in MariaDB and MySQL. A column that
 * is the same in all rows is written once. A document that could not be read would be no rows at all, so rows that are written are counted.
 */
export function* packRows(rows: readonly Row[]): Generator<PackedRows> {
	const [first] = rows;
	if (first === undefined) return;
	const columns = Object.keys(first);
	const varying = columns.filter((name) => !isSame(name, rows));
	// A table has a column at least.
	const packed = varying.length === 0 ? columns.slice(0, 1) : varying;
	const bytes = new Set(packed.filter((name) => rows.some((row) => Buffer.isBuffer(row[name]))));
	const fields = packed.map(
		(name, at) =>
			sql`${fieldOf(name)} longtext character set utf8mb4 path ${sql.lit(`$[${String(at)}]`)}`,
	);
	const column = (name: string) => {
		if (!packed.includes(name)) return sql`${first[name] ?? null}`;
		return bytes.has(name) ? sql`unhex(${fieldOf(name)})` : fieldOf(name);
	};
	for (const { document, count } of documentsOf(rows, packed)) {
		const table = sql`json_table(convert(uncompress(from_base64(${document})) using utf8mb4), '$[*]'
			columns (${sql.join(fields)})) as packed`;
		yield { count, table, column };
	}
}

function isSame(column: string, [first, ...others]: readonly Row[]): boolean {
	const text = textOf(first?.[column]);
	return others.every((row) => textOf(row[column]) === text);
}

/** Of a name that no table's column has, so that columns may be named without their table. */
function fieldOf(column: string): RawBuilder<unknown> {
	return sql.ref(`packed_${column}`);
}

interface PackedDocument {
	readonly document: string;
	readonly count: number;
}

function* documentsOf(
	rows: readonly Row[],
	columns: readonly string[],
): Generator<PackedDocument, void> {
	const document = pack(rows.map((row) => columns.map((name) => textOf(row[name]))));
	if (document.length <= PACKED_MAX_CHARS || rows.length === 1) {
		yield { document, count: rows.length };
		return;
	}
	const lists = Math.ceil((document.length * PACKING_LOSS) / PACKED_MAX_CHARS);
	const length = Math.ceil(rows.length / lists);
	for (let i = 0; i < rows.length; i += length) {
		yield* documentsOf(rows.slice(i, i + length), columns);
	}
}

/** As COMPRESS() would: the length in four bytes, and the bytes in zlib's format. */
function pack(document: unknown): string {
	const bytes = Buffer.from(JSON.stringify(document), 'utf8');
	const length = Buffer.alloc(4);
	length.writeUInt32LE(bytes.length);
	return Buffer.concat([length, deflateSync(bytes)]).toString('base64');
}

function textOf(value: Value | undefined): string | number | null {
	if (value === undefined || value === null) return null;
	if (Buffer.isBuffer(value)) return value.toString('hex');
	if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
	switch (typeof value) {
		case 'boolean':
			return Number(value);
		case 'bigint':
			return String(value);
		default:
			return value;
	}
}
