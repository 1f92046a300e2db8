import { sql, type Selectable } from 'kysely';
import { transact, type Database, type Executor } from '../adapters/mysql-catalog/database.ts';
import { gramsOf } from '../adapters/mysql-catalog/grams.ts';
import { packId, unpackId } from '../adapters/mysql-catalog/name-grams.ts';
import type { EntriesTable } from '../adapters/mysql-catalog/schema.ts';
import { rowLists } from '../adapters/mysql-catalog/statement-size.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Finding, Repair } from './finding.ts';
import { GramDigests } from './gram-digests.ts';
import { pagesAfter, pagesById } from './pages.ts';

/** Rows read at a time. */
const PAGE = 2000;
/** Grams read at a time: there are twenty for each entry, of about fifty bytes. */
const STORED_PAGE = 4000;
/** What an entry is found by. */
const NAMED = ['name', 'kind', 'content_type'] as const;

/** Entries that are found by other pieces than those of their names, and pieces of names that are gone. */
export async function* findWrongGrams(db: Database): AsyncGenerator<Finding> {
	const owners = await db.selectFrom('users').select('id').orderBy('id').execute();
	for (const { id: ownerId } of owners) {
		const digests = await expectedDigests(db, ownerId);
		await subtractStored(db, ownerId, digests);
		for (const packed of digests.unequal()) {
			const id = unpackId(packed);
			const message = 'is found by other pieces than those of its name';
			yield { kind: 'key', subject: id, message, repair: rewriting(db, ownerId, id) };
		}
	}
}

async function expectedDigests(db: Executor, ownerId: string): Promise<GramDigests> {
	const digests = new GramDigests();
	for await (const rows of pagesById(PAGE, (after) => namesOf(db, ownerId, after))) {
		for (const { id, ...named } of rows) digests.append(packId(id), gramsOf(named));
	}
	return digests;
}

function namedOf(row: Pick<Selectable<EntriesTable>, (typeof NAMED)[number]>) {
	return { name: row.name, kind: row.kind, contentType: row.content_type ?? '' };
}

async function namesOf(db: Executor, ownerId: string, after: string) {
	const rows = await db
		.selectFrom('entries')
		.select(['id', ...NAMED])
		.where('owner_id', '=', ownerId)
		.where('id', '>', after)
		.orderBy('id')
		.limit(PAGE)
		.execute();
	return rows.map(({ id, ...row }) => ({ id, ...namedOf(row) }));
}

/** In the order of the table, which is clustered by gram and entry. */
async function subtractStored(db: Executor, ownerId: string, digests: GramDigests): Promise<void> {
	const first: GramRow = { gram: Buffer.alloc(0), entry_id: Buffer.alloc(0) };
	const read = async (after: GramRow) => {
		const rows = await storedGrams(db, ownerId, after);
		return { rows, last: rows.at(-1) };
	};
	for await (const rows of pagesAfter(STORED_PAGE, first, read)) {
		for (const { gram, entry_id } of rows) digests.subtract(gram, entry_id);
	}
}

interface GramRow {
	readonly gram: Buffer;
	readonly entry_id: Buffer;
}

async function storedGrams(
	db: Executor,
	ownerId: string,
	after: GramRow,
): Promise<readonly GramRow[]> {
	return db
		.selectFrom('name_grams')
		.select(['gram', 'entry_id'])
		.where('owner_id', '=', packId(ownerId))
		.where((row) =>
			row.or([
				row('gram', '>', after.gram),
				row.and([row('gram', '=', after.gram), row('entry_id', '>', after.entry_id)]),
			]),
		)
		.orderBy('gram')
		.orderBy('entry_id')
		.limit(STORED_PAGE)
		.execute();
}

function rewriting(db: Database, ownerId: string, id: string): Repair {
	return {
		does: 'written anew',
		run: () =>
			transact(db, async (transaction) => {
				await lockAnyVault(transaction, ownerId);
				const entry = await transaction
					.selectFrom('entries')
					.select(NAMED)
					.where('owner_id', '=', ownerId)
					.where('id', '=', id)
					.executeTakeFirst();
				// No index leads from an entry to its grams: this reads all of the owner's.
				await sql`delete from name_grams where owner_id = ${packId(ownerId)} and entry_id = ${packId(id)}`.execute(
					transaction,
				);
				const rows = (entry === undefined ? [] : gramsOf(namedOf(entry))).map((gram) => ({
					owner_id: packId(ownerId),
					gram: Buffer.from(gram, 'utf8'),
					entry_id: packId(id),
				}));
				for (const list of rowLists(rows)) {
					await transaction.insertInto('name_grams').values(list).execute();
				}
				return true;
			}),
	};
}
