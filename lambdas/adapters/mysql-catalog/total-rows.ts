import { sql, type Insertable, type RawBuilder } from 'kysely';
import type { TotalPart } from '../../domain/totals.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';

/** How far the rules of the bucket move it: to the archive (0), nowhere as it is too small (1), to Standard-IA as it is kept ready (2). */
export type Stays = 0 | 1 | 2;

/** A row of `totals` without its owner, of `copy_totals` or of `month_totals`: how much is added to it. */
export interface TotalRow {
	readonly entry_id: string;
	/** `taken`: pictures and films among the current versions, by month. */
	readonly part: TotalPart | 'direct' | 'taken';
	readonly kind: string;
	readonly storage_class: string;
	readonly stays: Stays;
	/** The day on which the restored copies that it counts end, or the month in which the pictures were taken; empty where it counts versions. */
	readonly period: string;
	readonly items: number;
	readonly bytes: number;
}

/** Stored rows of these entries, or of all: what versions come to, and their restored copies. */
export async function heldRows(
	db: Executor,
	ownerId: string,
	entryIds?: readonly string[],
): Promise<readonly TotalRow[]> {
	const which = entryIds === undefined ? sql`` : sql`and entry_id in (${sql.join(entryIds)})`;
	const { rows } = await held(ownerId, which).execute(db);
	return rows;
}

/** The same with the months in which pictures were taken, which folders alone have. Names the entries three times. */
export async function storedRows(
	db: Executor,
	ownerId: string,
	entryIds?: readonly string[],
): Promise<readonly TotalRow[]> {
	const which = entryIds === undefined ? sql`` : sql`and entry_id in (${sql.join(entryIds)})`;
	const { rows } = await sql<TotalRow>`${held(ownerId, which)}
		union all
		select entry_id, 'taken', '', '', 0, month, items, 0 from month_totals
		where owner_id = ${ownerId} ${which}`.execute(db);
	return rows;
}

function held(ownerId: string, which: RawBuilder<unknown>): RawBuilder<TotalRow> {
	return sql`
		select entry_id, part, kind, storage_class, stays, '' as period, items, bytes from totals
		where owner_id = ${ownerId} ${which}
		union all
		select entry_id, part, kind, '', 0, ends_on, items, bytes from copy_totals
		where owner_id = ${ownerId} ${which}`;
}

export function sortKey({
	part,
	kind,
	storage_class,
	stays,
	period,
}: Omit<TotalRow, 'entry_id' | 'items' | 'bytes'>): string {
	return `${part} ${kind} ${storage_class} ${String(stays)} ${period}`;
}

/** Adds rows to those that are there. */
export async function addRows(
	db: Executor,
	ownerId: string,
	rows: readonly TotalRow[],
): Promise<void> {
	const { versions, copies, months } = byTable(ownerId, rows);
	const onDuplicate = sql`items = items + values(items), bytes = bytes + values(bytes)`;
	await insertRows(db, 'totals', versions, { onDuplicate });
	await insertRows(db, 'copy_totals', copies, { onDuplicate });
	await insertRows(db, 'month_totals', months, { onDuplicate: sql`items = items + values(items)` });
	// Each day on which copies end has a row of its own, and each month: kept for ever, they would grow with every restore and every move.
	await eraseEmpty(db, ownerId, { table: 'copy_totals', rows: copies });
	await eraseEmpty(db, ownerId, { table: 'month_totals', rows: months });
}

interface Erased {
	readonly table: 'totals' | 'copy_totals' | 'month_totals';
	readonly entryIds: Iterable<string>;
}

export async function eraseRows(
	db: Executor,
	ownerId: string,
	{ table, entryIds }: Erased,
): Promise<void> {
	for (const list of idLists(entryIds)) {
		await db
			.deleteFrom(table)
			.where('owner_id', '=', ownerId)
			.where('entry_id', 'in', list)
			.execute();
	}
}

interface Lessened {
	readonly table: 'copy_totals' | 'month_totals';
	readonly rows: readonly Pick<TotalRow, 'entry_id' | 'items'>[];
}

async function eraseEmpty(db: Executor, ownerId: string, { table, rows }: Lessened): Promise<void> {
	const fewer = rows.filter(({ items }) => items < 0);
	for (const list of idLists(fewer.map((row) => row.entry_id))) {
		const empty = db
			.deleteFrom(table)
			.where('owner_id', '=', ownerId)
			.where('entry_id', 'in', list)
			.where('items', '=', 0);
		await (table === 'copy_totals' ? empty.where('bytes', '=', 0) : empty).execute();
	}
}

/** What goes into `totals`, what into `copy_totals`, and what into `month_totals`. */
export function byTable(ownerId: string, rows: readonly TotalRow[]) {
	const versions: Insertable<Schema['totals']>[] = [];
	const copies: Insertable<Schema['copy_totals']>[] = [];
	const months: Insertable<Schema['month_totals']>[] = [];
	for (const { entry_id, part, kind, storage_class, stays, period, items, bytes } of rows) {
		const counted = { owner_id: ownerId, entry_id, kind, items, bytes };
		if (part === 'taken') months.push({ owner_id: ownerId, entry_id, month: period, items });
		else if (part === 'direct' || period === '')
			versions.push({ ...counted, part, storage_class, stays });
		else copies.push({ ...counted, part, ends_on: period });
	}
	return { versions, copies, months };
}
