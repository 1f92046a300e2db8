import { sql } from 'kysely';
import { transact, type Database, type Executor } from './database.ts';
import { entryColumns, entryOf, type EntryRow } from './entry-row.ts';
import { listKeysOf, MEDIA_KEYS_FROM } from './list-keys.ts';
import { packRows } from './packed-rows.ts';
import { lockAnyVault } from './users.ts';

/** Entries written anew in one transaction: some tenths of a second, which is how long a person's own change may wait. */
const STEP = 500;

/**
 * Gives the pictures and films that an earlier release has written the key of [Note: The order of the gallery]. In bounded steps: one
 * that was stopped goes on where it was. Until a vault is through, its gallery shows what has an earlier key last. What the
 * release before writes between this and its end has its key until the next deployment, or until `fsck --repair`.
 */
export async function rekeyMedia(db: Database): Promise<void> {
	const owners = await db.selectFrom('users').select('id').orderBy('id').execute();
	for (const { id } of owners) {
		let more = await hasEarlierKeys(db, id);
		while (more) more = await rekeySome(db, id);
	}
}

/** Answers whether there may be more. */
async function rekeySome(db: Database, ownerId: string): Promise<boolean> {
	return transact(db, async (transaction) => {
		await lockAnyVault(transaction, ownerId);
		const rows = await earlierRows(transaction, ownerId);
		const keys = rows.map((row) => ({ id: row.id, media_key: listKeysOf(entryOf(row)).mediaKey }));
		for (const { table, column } of packRows(keys)) {
			await sql`update ${table}
				straight_join entries on entries.id = convert(${column('id')} using ascii) collate ascii_bin
				set entries.media_key = ${column('media_key')}
				where entries.owner_id = ${ownerId}`.execute(transaction);
		}
		return rows.length === STEP;
	});
}

async function hasEarlierKeys(db: Executor, ownerId: string): Promise<boolean> {
	const { rows } = await sql`select 1 from entries force index (entries_media)
		where owner_id = ${ownerId} and media_key < ${MEDIA_KEYS_FROM} limit 1`.execute(db);
	return rows.length > 0;
}

async function earlierRows(db: Executor, ownerId: string): Promise<readonly EntryRow[]> {
	const { rows } = await sql<EntryRow>`
		select ${sql.join(entryColumns.map((column) => sql.ref(column)))}
		from entries force index (entries_media)
		where owner_id = ${ownerId} and media_key < ${MEDIA_KEYS_FROM}
		order by media_key limit ${sql.lit(STEP)}`.execute(db);
	return rows;
}
