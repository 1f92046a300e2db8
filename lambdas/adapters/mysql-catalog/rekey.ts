import { sql, type RawBuilder } from 'kysely';
import { transact, type Database, type Executor } from './database.ts';
import { entryColumns, entryOf } from './entry-row.ts';
import { listKeysOf } from './list-keys.ts';
import { insertMissingGrams, packId } from './name-grams.ts';
import { rowLists } from './statement-size.ts';
import { lockAnyVault } from './users.ts';

/** Entries written anew in one transaction: some tenths of a second, which is how long a person's own change may wait. */
const STEP = 200;
/** Grams of an earlier release taken away by one statement. */
const GRAMS_STEP = 5000;

/**
 * Gives the keys and grams of this release to all entries that an earlier one has written. In bounded steps, of which each is
 * whole: one that was stopped goes on where it was, and people work meanwhile. Until a vault is through, its searches
 * find less. What the release before writes between this and its end has its keys until the next deployment, or
 * until `fsck --repair`.
 */
export async function rekeyEntries(db: Database): Promise<void> {
	const owners = await db.selectFrom('users').select('id').orderBy('id').execute();
	for (const { id } of owners) {
		if (!(await hasEarlierKeys(db, id))) continue;
		if (!(await hasKeys(db, id))) await eraseAllGrams(db, id);
		let more = true;
		while (more) more = await rekeySome(db, id);
	}
}

async function hasEarlierKeys(db: Executor, ownerId: string): Promise<boolean> {
	return (await earlierRows(db, ownerId, 1)).length > 0;
}

async function hasKeys(db: Executor, ownerId: string): Promise<boolean> {
	const { rows } = await sql`select 1 from entries force index (entries_search)
		where owner_id = ${ownerId} and search_key > '' limit 1`.execute(db);
	return rows.length > 0;
}

async function eraseAllGrams(db: Executor, ownerId: string): Promise<void> {
	for (;;) {
		const { numAffectedRows } = await sql`delete from name_grams
			where owner_id = ${packId(ownerId)} limit ${sql.lit(GRAMS_STEP)}`.execute(db);
		if ((numAffectedRows ?? 0n) < BigInt(GRAMS_STEP)) return;
	}
}

/** Answers whether there may be more. */
async function rekeySome(db: Database, ownerId: string): Promise<boolean> {
	return transact(db, async (transaction) => {
		await lockAnyVault(transaction, ownerId);
		const rows = await earlierRows(transaction, ownerId, STEP);
		const entries = rows.map(entryOf);
		const keys = entries.map((entry) => {
			const { sortKey, searchKey } = listKeysOf(entry);
			// As often as the statement names it: each value counts for its length.
			return { id: entry.id, again: entry.id, last: entry.id, sortKey, searchKey };
		});
		for (const list of rowLists(keys)) await writeKeys(transaction, ownerId, list);
		await insertMissingGrams(transaction, entries);
		const parentIds = new Set(entries.map((entry) => entry.parentId));
		if (parentIds.size > 0) await walkAgain(transaction, ownerId, [...parentIds]);
		return rows.length === STEP;
	});
}

async function earlierRows(db: Executor, ownerId: string, limit: number) {
	return db
		.selectFrom('entries')
		.select(entryColumns)
		.where('owner_id', '=', ownerId)
		.where('search_key', 'is', null)
		.limit(limit)
		.execute();
}

interface Keys {
	readonly id: string;
	readonly sortKey: Buffer;
	readonly searchKey: Buffer;
}

async function writeKeys(db: Executor, ownerId: string, keys: readonly Keys[]): Promise<void> {
	const each = (value: (key: Keys) => Buffer): RawBuilder<unknown> =>
		sql.join(
			keys.map((key) => sql`when ${key.id} then ${value(key)}`),
			sql` `,
		);
	await sql`update entries set
			sort_key = case id ${each((key) => key.sortKey)} else sort_key end,
			search_key = case id ${each((key) => key.searchKey)} else search_key end
		where owner_id = ${ownerId} and id in (${sql.join(keys.map(({ id }) => id))})`.execute(db);
}

/** What reads a folder in the order of its keys, and is in its middle, begins it anew: reading an entry twice changes nothing. */
async function walkAgain(
	db: Executor,
	ownerId: string,
	folderIds: readonly string[],
): Promise<void> {
	await db
		.updateTable('restore_folders')
		.set({ read_to: null })
		.where('owner_id', '=', ownerId)
		.where('folder_id', 'in', folderIds)
		.where('read_to', 'is not', null)
		.execute();
	await db
		.updateTable('keep_checks')
		.set({ asked: sql<number>`asked + 1`, read_to: null })
		.where('owner_id', '=', ownerId)
		.where('entry_id', 'in', folderIds)
		.where('read_to', 'is not', null)
		.execute();
}
