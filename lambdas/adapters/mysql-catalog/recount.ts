import { archiveClasses } from '#contract/archive';
import { ARCHIVE_LEAST_BYTES, FOLDER_DEPTH_MAX } from '#contract/limits';
import { sql, type RawBuilder } from 'kysely';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { byTable, type TotalRow } from './total-rows.ts';

/** The deepest folder, its top folder, and one to see that it is too deep: a circle is left after so many steps. */
const STEPS_MAX = FOLDER_DEPTH_MAX + 2;

interface CountedRow extends Omit<TotalRow, 'items' | 'bytes'> {
	readonly items: number | string;
	readonly bytes: number | string;
}

/** What the totals of one owner have to be, from the rows of entries and versions: see [Note: Keeping totals]. Reads them all. */
export async function recount(db: Executor, ownerId: string): Promise<readonly TotalRow[]> {
	const { rows } = await sql<CountedRow>`
		with recursive up (folder_id, above_id, next_id, step) as (
			select id, id, parent_id, 0 from entries where owner_id = ${ownerId} and kind = 'folder'
			union all
			select up.folder_id, e.id, e.parent_id, up.step + 1 from up
			join entries e on e.id = up.next_id and e.owner_id = ${ownerId}
			where up.step < ${sql.lit(STEPS_MAX)}
		), held as (
			select 'current' as part, folder_id, kind, storage_class, stays, period, count(*) as items, sum(bytes) as bytes
			from (${current(ownerId)}) as file group by folder_id, kind, storage_class, stays, period
			union all
			select 'older', folder_id, kind, storage_class, stays, period, sum(items), sum(bytes)
			from (${older(ownerId)}) as version group by folder_id, kind, storage_class, stays, period
		)
		select up.above_id as entry_id, held.part, held.kind, held.storage_class, held.stays, held.period,
			sum(held.items) as items, sum(held.bytes) as bytes
		from held join up on up.folder_id = held.folder_id
		group by up.above_id, held.part, held.kind, held.storage_class, held.stays, held.period
		union all
		select file_id, 'older', kind, storage_class, stays, period, sum(items), sum(bytes)
		from (${older(ownerId)}) as version group by file_id, kind, storage_class, stays, period
		union all
		select parent_id, 'direct', '', '', 0, '', count(*), 0 from entries
		where owner_id = ${ownerId} and parent_id <> ${ownerId} group by parent_id
		union all
		select up.above_id, 'taken', '', '', 0, taken.period, sum(taken.items), 0
		from (
			select e.parent_id as folder_id, ${monthOf} as period, count(*) as items from entries e
			where e.owner_id = ${ownerId} and e.kind = 'file' and (e.content_type like 'image/%' or e.content_type like 'video/%')
			group by e.parent_id, period
		) as taken join up on up.folder_id = taken.folder_id group by up.above_id, taken.period`.execute(
		db,
	);
	return rows
		.map((row) => ({
			...row,
			items: Number(row.items),
			bytes: Number(row.bytes),
		}))
		.filter(({ items, bytes }) => items !== 0 || bytes !== 0);
}

/** Writes the totals of one owner anew, within a transaction that holds the vault. */
export async function writeRecounted(db: Executor, ownerId: string): Promise<void> {
	const rows = await recount(db, ownerId);
	const { versions, copies, months } = byTable(ownerId, rows);
	await db.deleteFrom('totals').where('owner_id', '=', ownerId).execute();
	await insertRows(db, 'totals', versions);
	await db.deleteFrom('copy_totals').where('owner_id', '=', ownerId).execute();
	await insertRows(db, 'copy_totals', copies);
	await db.deleteFrom('month_totals').where('owner_id', '=', ownerId).execute();
	await insertRows(db, 'month_totals', months);
}

function current(ownerId: string): RawBuilder<unknown> {
	const files = (of: Counted) => sql`
		select e.parent_id as folder_id, ${sortOf('e', of)}, e.size_bytes as bytes
		from entries e where e.owner_id = ${ownerId} and e.kind = 'file'${only('e', of)}`;
	return sql`${files('versions')} union all ${files('copies')}`;
}

/** Versions that no file calls its current one; less current ones of which the row is gone, as in the middle of deleting. */
function older(ownerId: string): RawBuilder<unknown> {
	const others = (of: Counted) => sql`
		select e.parent_id as folder_id, e.id as file_id, ${sortOf('v', of)}, 1 as items, v.size_bytes as bytes
		from versions v join entries e on e.id = v.entry_id and e.owner_id = v.owner_id
		where v.owner_id = ${ownerId} and v.id <> e.version_id${only('v', of)}
		union all
		select e.parent_id, e.id, ${sortOf('e', of)}, -1, -cast(e.size_bytes as signed)
		from entries e
		left join versions v on v.owner_id = e.owner_id and v.entry_id = e.id and v.id = e.version_id
		where e.owner_id = ${ownerId} and e.kind = 'file' and v.id is null${only('e', of)}`;
	return sql`${others('versions')} union all ${others('copies')}`;
}

/** The month of `takenOn`, in SQL. */
const monthOf = sql`date_format(date_add(coalesce(e.taken_at, e.modified_at, e.created_at),
	interval coalesce(e.utc_offset_minutes, 0) minute), '%Y-%m')`;

/** Versions, or those of their restored copies that S3 bills beside them. */
type Counted = 'versions' | 'copies';

function only(table: Table, of: Counted): RawBuilder<unknown> {
	if (of === 'versions') return sql``;
	const [until, storedIn] = [sql.ref(`${table}.restored_until`), sql.ref(`${table}.storage_class`)];
	return sql` and ${until} is not null and ${storedIn} in (${sql.join(archiveClasses)})`;
}

/** By what it is counted: the columns of a row. */
function sortOf(table: Table, of: Counted): RawBuilder<unknown> {
	const [storedIn, until] = [sql.ref(`${table}.storage_class`), sql.ref(`${table}.restored_until`)];
	return of === 'versions'
		? sql`${kindOf(table)} as kind, ${storedIn} as storage_class, ${staysOf(table)} as stays, '' as period`
		: sql`${kindOf(table)} as kind, '' as storage_class, 0 as stays, date_format(${until}, '%Y-%m-%d') as period`;
}

type Table = 'e' | 'v';

function staysOf(table: Table): RawBuilder<number> {
	const [size, kept] = [sql.ref(`${table}.size_bytes`), sql.ref(`${table}.stays_ready`)];
	return sql`case when ${size} < ${sql.lit(ARCHIVE_LEAST_BYTES)} then 1 when ${kept} = 1 then 2 else 0 end`;
}

/** What `contentKind` says, in SQL. */
function kindOf(table: Table): RawBuilder<string> {
	const type = sql.ref(`${table}.content_type`);
	return sql`case
		when ${type} like 'image/%' then 'image'
		when ${type} like 'video/%' then 'video'
		when ${type} like 'audio/%' then 'audio'
		when ${type} like 'text/_%'
			or ${type} in ('application/pdf', 'application/rtf', 'application/msword', 'application/epub+zip')
			or ${type} like 'application/vnd.ms-excel%'
			or ${type} like 'application/vnd.ms-powerpoint%'
			or ${type} like 'application/vnd.oasis.opendocument%'
			or ${type} like 'application/vnd.openxmlformats-officedocument%' then 'document'
		else 'other' end`;
}
