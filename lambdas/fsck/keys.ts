import { storageClass } from '#contract/entries';
import { TRASH_LIFE_SECONDS } from '#contract/limits';
import type { Insertable, Selectable } from 'kysely';
import * as v from 'valibot';
import { transact, type Database, type Executor } from '../adapters/mysql-catalog/database.ts';
import { entryOf, rowOf } from '../adapters/mysql-catalog/entry-row.ts';
import type { EntriesTable } from '../adapters/mysql-catalog/schema.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Vault } from '../domain/vault.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

type Row = Selectable<EntriesTable>;

/** Rows read at a time. */
const PAGE = 500;
const KEYS = [
	'sort_key',
	'name_key',
	'changed_key',
	'size_key',
	'recent_key',
	'media_key',
	'search_key',
] as const;

/** Entries in the trash without a date, outside of it with one, or in lists by other keys than theirs. */
export async function* findWrongKeys(db: Database): AsyncGenerator<Finding> {
	const tops = await topFolders(db);
	for await (const rows of pagesById(PAGE, (after) => entryRows(db, after))) {
		for (const row of rows) {
			const message = faultOf(row, isDiscarded(row, tops.get(row.owner_id)));
			if (message === undefined) continue;
			yield { kind: 'key', subject: row.id, message, repair: rewriting(db, row) };
		}
	}
}

async function entryRows(db: Executor, after: string): Promise<readonly Row[]> {
	return db
		.selectFrom('entries')
		.selectAll()
		.where('id', '>', after)
		.orderBy('id')
		.limit(PAGE)
		.execute();
}

type Tops = Pick<Vault, 'trashId' | 'purgeId' | 'rootId'>;

async function topFolders(db: Executor): Promise<ReadonlyMap<string, Tops>> {
	const rows = await db
		.selectFrom('users')
		.select(['id', 'root_id as rootId', 'trash_id as trashId', 'purge_id as purgeId'])
		.execute();
	return new Map(rows.map(({ id, ...tops }) => [id, tops]));
}

/** Directly in the trash or the purge folder: only there an entry has a date to be swept at. */
function isDiscarded(row: Row, tops: Tops | undefined): boolean {
	return row.parent_id === tops?.trashId || row.parent_id === tops?.purgeId;
}

function faultOf(row: Row, discarded: boolean): string | undefined {
	const dates = [row.trashed_at, row.trashed_from, row.trashed_path, row.sweep_at];
	if (discarded && dates.includes(null)) {
		return 'lies in the trash and does not say since when, from where, or until when';
	}
	if (!discarded && dates.some((each) => each !== null)) {
		return 'says when it came into the trash, and does not lie there';
	}
	if (!isReadable(row)) return 'is a file that lacks what every file has';
	const right = rowOf(entryOf(row));
	const wrong = KEYS.filter((key) => !equal(row[key], right[key] ?? null));
	return wrong.length === 0 ? undefined : `is listed by a wrong ${wrong.join(', ')}`;
}

function isReadable(row: Row): boolean {
	if (row.kind === 'folder') return true;
	const common = [row.version_id, row.size_bytes, row.content_type];
	return !common.includes(null) && v.is(storageClass, row.storage_class);
}

function equal(a: Buffer | null, b: Buffer | null): boolean {
	return a === null || b === null ? a === b : a.equals(b);
}

/** Does nothing where its neighbour has the key: which of the two is meant, a person has to say. */
function rewriting(db: Database, { owner_id: ownerId, id }: Row): Repair {
	return {
		does: 'written anew',
		run: () =>
			transact(db, async (transaction) => {
				const vault = await lockAnyVault(transaction, ownerId);
				const row = await transaction
					.selectFrom('entries')
					.selectAll()
					.where('owner_id', '=', ownerId)
					.where('id', '=', id)
					.executeTakeFirst();
				if (row === undefined) return false;
				const discarded = isDiscarded(row, vault);
				if (faultOf(row, discarded) === undefined || !isReadable(row)) return false;
				const right = rowOf(entryOf({ ...row, ...datesOf(row, vault, discarded) }));
				if (await isTaken(transaction, right)) return false;
				await transaction
					.updateTable('entries')
					.set(right)
					.where('owner_id', '=', ownerId)
					.where('id', '=', id)
					.execute();
				return true;
			}),
	};
}

async function isTaken(db: Executor, right: Insertable<EntriesTable>): Promise<boolean> {
	const neighbour = await db
		.selectFrom('entries')
		.select('id')
		.where('owner_id', '=', right.owner_id)
		.where('parent_id', '=', right.parent_id)
		.where('name_key', '=', right.name_key)
		.where('id', '!=', right.id)
		.executeTakeFirst();
	return neighbour !== undefined;
}

/** What lost its date in the trash gets the whole time once more; what is being deleted goes on at once. */
function datesOf(row: Row, vault: Vault, discarded: boolean) {
	if (!discarded) {
		return { trashed_at: null, trashed_from: null, trashed_path: null, sweep_at: null };
	}
	const now = new Date();
	const life = row.parent_id === vault.trashId ? TRASH_LIFE_SECONDS * 1000 : 0;
	return {
		trashed_at: row.trashed_at ?? now,
		trashed_from: row.trashed_from ?? vault.rootId,
		trashed_path: row.trashed_path ?? '[]',
		sweep_at: row.sweep_at ?? new Date(now.getTime() + life),
	};
}
