import { sql, type Kysely, type RawBuilder } from 'kysely';

/**
 * Restored copies below each folder, by the day on which they end; see [Note: Keeping totals]. Counts each vault that has some, one
 * transaction a vault, anew when it is met once more. A release before this one does not count: what it changes while this is
 * deployed `fsck --repair` counts anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Signed: a count that is wrong must not keep anything from being deleted.
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS copy_totals (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				entry_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				part VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				ends_on CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				items BIGINT NOT NULL,
				bytes BIGINT NOT NULL,
				PRIMARY KEY (owner_id, entry_id, part, kind, ends_on)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
	for (let after = ''; ;) {
		const { rows } = await sql<{ id: string }>`select id from users where id > ${after}
			and exists (select 1 from versions v where v.owner_id = users.id and v.restored_until is not null)
			order by id limit 1`.execute(db);
		const [next] = rows;
		if (next === undefined) return;
		await db.transaction().execute((transaction) => count(transaction, next.id));
		after = next.id;
	}
}

async function count(db: Kysely<unknown>, ownerId: string): Promise<void> {
	const { rows } = await sql`select id from users where id = ${ownerId} for update`.execute(db);
	if (rows.length === 0) return;
	await sql`delete from copy_totals where owner_id = ${ownerId}`.execute(db);
	await sql`insert into copy_totals (owner_id, entry_id, part, kind, ends_on, items, bytes)
		select ${ownerId}, file_id, 'older', kind, ends_on, count(*), sum(bytes)
		from (${older(ownerId)}) as version group by file_id, kind, ends_on`.execute(db);
	await sql`insert into copy_totals (owner_id, entry_id, part, kind, ends_on, items, bytes)
		with recursive up (folder_id, above_id, next_id, step) as (
			select id, id, parent_id, 0 from entries where owner_id = ${ownerId} and kind = 'folder'
			union all
			select up.folder_id, e.id, e.parent_id, up.step + 1 from up
			join entries e on e.id = up.next_id and e.owner_id = ${ownerId}
			where up.step < 66
		)
		select ${ownerId}, up.above_id, held.part, held.kind, held.ends_on, sum(held.items), sum(held.bytes)
		from (
			select folder_id, 'current' as part, kind, ends_on, count(*) as items, sum(bytes) as bytes
			from (${current(ownerId)}) as file group by folder_id, kind, ends_on
			union all
			select folder_id, 'older', kind, ends_on, count(*), sum(bytes)
			from (${older(ownerId)}) as version group by folder_id, kind, ends_on
		) as held join up on up.folder_id = held.folder_id
		group by up.above_id, held.part, held.kind, held.ends_on`.execute(db);
}

function current(ownerId: string): RawBuilder<unknown> {
	return sql`select e.parent_id as folder_id, ${kind('e')} as kind, ${endsOn('e')} as ends_on, e.size_bytes as bytes
		from entries e where e.owner_id = ${ownerId} and e.kind = 'file' and ${isCopied('e')}`;
}

function older(ownerId: string): RawBuilder<unknown> {
	return sql`select e.parent_id as folder_id, e.id as file_id, ${kind('v')} as kind, ${endsOn('v')} as ends_on,
			v.size_bytes as bytes
		from versions v join entries e on e.id = v.entry_id and e.owner_id = v.owner_id
		where v.owner_id = ${ownerId} and v.id <> e.version_id and ${isCopied('v')}`;
}

type Table = 'e' | 'v';

function isCopied(table: Table): RawBuilder<unknown> {
	return sql`${sql.ref(`${table}.restored_until`)} is not null
		and ${sql.ref(`${table}.storage_class`)} in ('GLACIER', 'DEEP_ARCHIVE')`;
}

function endsOn(table: Table): RawBuilder<string> {
	return sql`date_format(${sql.ref(`${table}.restored_until`)}, '%Y-%m-%d')`;
}

function kind(table: Table): RawBuilder<string> {
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
