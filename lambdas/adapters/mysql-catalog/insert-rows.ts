import { sql, type Insertable, type RawBuilder } from 'kysely';
import { deflateSync } from 'node:zlib';
import type { Executor } from './database.ts';
import type { Schema } from './schema.ts';
import { rowLists } from './statement-size.ts';

/** Of packed rows, in characters; the words around them need up to 3,000 of the 16,384 that RDS Proxy allows. */
const PACKED_MAX_CHARS = 12_800;
/** Rows in several statements repeat less of each other than those in one. */
const PACKING_LOSS = 1.05;

type Value = string | number | bigint | boolean | Buffer | Date | null;
type Row = Readonly<Record<string, Value>>;

export interface InsertOptions {
	/** Rows that are there already stay as they are. */
	readonly ignore?: boolean;
	/** What becomes of rows that are there already: `column = values(column)`. */
	readonly onDuplicate?: RawBuilder<unknown>;
}

/**
 * [Note: Packed rows] A statement above 16 KiB pins its connection of RDS Proxy, and rows written out as SQL reach that with ten files. What
 * does not fit one statement is sent as one document instead, deflated, as ids, keys and names repeat each other: a hundred files are
 * one statement for each table. `uncompress` and `json_table` make rows of it again, alike in MariaDB and MySQL. A column that
 * is the same in all rows is written once. A document that could not be read would be no rows at all, so the rows are counted.
 */
export async function insertRows<Table extends keyof Schema>(
	db: Executor,
	table: Table,
	rows: readonly Insertable<Schema[Table]>[],
	options: InsertOptions = {},
): Promise<void> {
	const [list = [], ...more] = rowLists(rows as readonly Row[]);
	if (more.length > 0) await insertPacked(db, table, rows, options);
	else if (list.length > 0) await insertWritten(db, table, list, options);
}

async function insertWritten(
	db: Executor,
	table: string,
	rows: readonly Row[],
	options: InsertOptions,
): Promise<void> {
	const columns = columnsOf(rows);
	const values = rows.map(
		(row) => sql`(${sql.join(columns.map((column) => sql`${row[column] ?? null}`))})`,
	);
	await sql`${into(table, columns, options)} values ${sql.join(values)}${orElse(options)}`.execute(
		db,
	);
}

async function insertPacked(
	db: Executor,
	table: string,
	rows: readonly Row[],
	options: InsertOptions,
): Promise<void> {
	const columns = columnsOf(rows);
	const varying = columns.filter((name) => !isSame(name, rows));
	const fields = varying.map(
		(name, at) =>
			sql`${fieldOf(name)} longtext character set utf8mb4 path ${sql.lit(`$[${String(at)}]`)}`,
	);
	const selected = columns.map((name) =>
		varying.includes(name) ? readField(name, rows) : sql`${rows[0]?.[name] ?? null}`,
	);
	for (const { packed, count } of packedLists(rows, varying)) {
		const { numAffectedRows } = await sql`${into(table, columns, options)}
			select ${sql.join(selected)}
			from json_table(convert(uncompress(from_base64(${packed})) using utf8mb4), '$[*]'
				columns (${sql.join(fields)})) as packed${orElse(options)}`.execute(db);
		const isCounted = options.ignore !== true && options.onDuplicate === undefined;
		if (isCounted && numAffectedRows !== BigInt(count)) {
			throw new Error(`${String(numAffectedRows)} of ${String(count)} rows came into ${table}`);
		}
	}
}

function into(table: string, columns: readonly string[], { ignore = false }: InsertOptions) {
	return sql`insert ${sql.raw(ignore ? 'ignore ' : '')}into ${sql.table(table)}
		(${sql.join(columns.map((column) => sql.ref(column)))})`;
}

function orElse({ onDuplicate }: InsertOptions): RawBuilder<unknown> {
	return onDuplicate === undefined ? sql`` : sql` on duplicate key update ${onDuplicate}`;
}

function columnsOf([first = {}]: readonly Row[]): readonly string[] {
	return Object.keys(first);
}

function isSame(column: string, [first, ...others]: readonly Row[]): boolean {
	const text = textOf(first?.[column]);
	return others.every((row) => textOf(row[column]) === text);
}

/** Of a name that no table's column has, so that `onDuplicate` may name columns as they are. */
function fieldOf(column: string): RawBuilder<unknown> {
	return sql.ref(`packed_${column}`);
}

function readField(column: string, rows: readonly Row[]): RawBuilder<unknown> {
	const isBytes = rows.some((row) => Buffer.isBuffer(row[column]));
	return isBytes ? sql`unhex(${fieldOf(column)})` : fieldOf(column);
}

interface PackedList {
	readonly packed: string;
	readonly count: number;
}

function* packedLists(
	rows: readonly Row[],
	columns: readonly string[],
): Generator<PackedList, void> {
	const packed = pack(rows.map((row) => columns.map((name) => textOf(row[name]))));
	if (packed.length <= PACKED_MAX_CHARS || rows.length === 1) {
		yield { packed, count: rows.length };
		return;
	}
	const lists = Math.ceil((packed.length * PACKING_LOSS) / PACKED_MAX_CHARS);
	const length = Math.ceil(rows.length / lists);
	for (let i = 0; i < rows.length; i += length) {
		yield* packedLists(rows.slice(i, i + length), columns);
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
