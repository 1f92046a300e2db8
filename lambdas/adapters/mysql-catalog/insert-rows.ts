import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { Executor } from './database.ts';
import { packRows, type Row } from './packed-rows.ts';
import type { Schema } from './schema.ts';
import { rowLists } from './statement-size.ts';

export interface InsertOptions {
	/** Rows that are there already stay as they are. */
	readonly ignore?: boolean;
	/** What becomes of rows that are there already: `column = values(column)`. */
	readonly onDuplicate?: RawBuilder<unknown>;
}

/** In one statement as they are, or packed where that would be too long: see [Note: Packed rows]. */
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
	for (const packed of packRows(rows)) {
		const { numAffectedRows } = await sql`${into(table, columns, options)}
			select ${sql.join(columns.map(packed.column))} from ${packed.table}${orElse(options)}`.execute(db);
		const isCounted = options.ignore !== true && options.onDuplicate === undefined;
		if (isCounted && numAffectedRows !== BigInt(packed.count)) {
			throw new Error(
				`${String(numAffectedRows)} of ${String(packed.count)} rows came to ${table}`,
			);
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
