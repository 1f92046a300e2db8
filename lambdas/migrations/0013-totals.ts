import { sql, type Kysely, type RawBuilder } from 'kysely';

/**
 * What lies below each folder, by class and kind; see [Note: Totals]. Counts each vault that has no totals yet, one transaction
 * a vault, so a run that was stopped goes on with the next one. A release before this one does not count: what it
 * changes while this is deployed `fsck --repair` counts anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Signed: a count that is wrong must not keep anything from being deleted.
	await sql
		.raw(
			`CREATE TABLE IF NOT EXISTS totals (
				owner_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				entry_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				part VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				storage_class VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
				stays TINYINT NOT NULL,
				items BIGINT NOT NULL,
				bytes BIGINT NOT NULL,
				PRIMARY KEY (owner_id, entry_id, part, kind, storage_class, stays)
			) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC`,
		)
		.execute(db);
	for (let after = ''; ;) {
		const { rows } = await sql<{ id: string }>`select id from users where id > ${after}
			and not exists (select 1 from totals t where t.owner_id = users.id)
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
	await sql`delete from totals where owner_id = ${ownerId}`.execute(db);
	await sql`insert into totals (owner_id, entry_id, part, kind, storage_class, stays, items, bytes)
		select ${ownerId}, entry_id, 'direct', '', '', 0, items, 0 from (
			select parent_id as entry_id, count(*) as items from entries
			where owner_id = ${ownerId} and parent_id <> ${ownerId} group by parent_id
		) as direct`.execute(db);
	await sql`insert into totals (owner_id, entry_id, part, kind, storage_class, stays, items, bytes)
		select ${ownerId}, file_id, 'older', kind, storage_class, stays, count(*), sum(bytes)
		from (${older(ownerId)}) as version
		group by file_id, kind, storage_class, stays`.execute(db);
	await sql`insert into totals (owner_id, entry_id, part, kind, storage_class, stays, items, bytes)
		with recursive up (folder_id, above_id, next_id, step) as (
			select id, id, parent_id, 0 from entries where owner_id = ${ownerId} and kind = 'folder'
			union all
			select up.folder_id, e.id, e.parent_id, up.step + 1 from up
			join entries e on e.id = up.next_id and e.owner_id = ${ownerId}
			where up.step < 66
		)
		select ${ownerId}, up.above_id, held.part, held.kind, held.storage_class, held.stays,
			sum(held.items), sum(held.bytes)
		from (
			select folder_id, 'current' as part, kind, storage_class, stays, count(*) as items, sum(bytes) as bytes
			from (${current(ownerId)}) as file group by folder_id, kind, storage_class, stays
			union all
			select folder_id, 'older', kind, storage_class, stays, count(*), sum(bytes)
			from (${older(ownerId)}) as version group by folder_id, kind, storage_class, stays
		) as held join up on up.folder_id = held.folder_id
		group by up.above_id, held.part, held.kind, held.storage_class, held.stays`.execute(db);
}

function current(ownerId: string): RawBuilder<unknown> {
	return sql`select e.parent_id as folder_id, ${kind('e')} as kind, e.storage_class, e.size_bytes as bytes,
			case when e.size_bytes < 131072 then 1 else 0 end as stays
		from entries e where e.owner_id = ${ownerId} and e.kind = 'file'`;
}

function older(ownerId: string): RawBuilder<unknown> {
	return sql`select e.parent_id as folder_id, e.id as file_id, ${kind('v')} as kind, v.storage_class,
			v.size_bytes as bytes, case when v.size_bytes < 131072 then 1 else 0 end as stays
		from versions v join entries e on e.id = v.entry_id and e.owner_id = v.owner_id
		where v.owner_id = ${ownerId} and v.id <> e.version_id`;
}

function kind(table: 'e' | 'v'): RawBuilder<string> {
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
