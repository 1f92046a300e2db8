import type { Selectable } from 'kysely';
import type { VaultSnapshot } from '../../ports/manifests.ts';
import type { Executor } from './database.ts';
import { derivativeOf } from './derivatives.ts';
import { entryColumns, entryOf } from './entry-row.ts';
import type { Schema } from './schema.ts';
import { activeVault } from './users.ts';
import { versionOf } from './versions.ts';

/** Rows read at a time. */
const PAGE = 1000;

/**
 * Reads within a transaction: InnoDB shows it the rows as they were at its first read, and takes no lock, so
 * what moves meanwhile is read once, where it was. Throws `not_found` or `vault_deleted` where no vault is open.
 */
export async function readSnapshot(db: Executor, ownerId: string): Promise<VaultSnapshot> {
	const { vault, createdAt } = await activeVault(db, ownerId);
	return {
		vault,
		createdAt,
		entries: entries(db, ownerId),
		versions: versions(db, ownerId),
		derivatives: derivatives(db, ownerId),
	};
}

/**
 * Rows in the order of the primary key, which is a group and a place in it: first the rest of the group of the row
 * read last, then the groups behind it.
 */
async function* inKeyOrder<Row>(read: {
	readonly rest: (last: Row) => Promise<readonly Row[]>;
	readonly behind: (last: Row | undefined) => Promise<readonly Row[]>;
}): AsyncGenerator<Row, void, void> {
	let last: Row | undefined;
	for (;;) {
		const rest = last === undefined ? [] : await read.rest(last);
		yield* rest;
		const behind = rest.length === PAGE ? [] : await read.behind(last);
		yield* behind;
		last = behind.at(-1) ?? rest.at(-1);
		if (last === undefined) return;
	}
}

/** By folder. */
async function* entries(db: Executor, ownerId: string) {
	const own = db
		.selectFrom('entries')
		.select([...entryColumns, 'sort_key'])
		.where('owner_id', '=', ownerId)
		.orderBy('parent_id')
		.orderBy('sort_key')
		.limit(PAGE);
	const rows = inKeyOrder<Awaited<ReturnType<typeof own.execute>>[number]>({
		rest: (last) =>
			own.where('parent_id', '=', last.parent_id).where('sort_key', '>', last.sort_key).execute(),
		behind: (last) => own.where('parent_id', '>', last?.parent_id ?? '').execute(),
	});
	for await (const row of rows) yield entryOf(row);
}

/** By file. */
async function* versions(db: Executor, ownerId: string) {
	const own = db
		.selectFrom('versions')
		.selectAll()
		.where('owner_id', '=', ownerId)
		.orderBy('entry_id')
		.orderBy('id')
		.limit(PAGE);
	const rows = inKeyOrder<Selectable<Schema['versions']>>({
		rest: (last) => own.where('entry_id', '=', last.entry_id).where('id', '>', last.id).execute(),
		behind: (last) => own.where('entry_id', '>', last?.entry_id ?? '').execute(),
	});
	for await (const row of rows) yield versionOf(row);
}

/** By file. */
async function* derivatives(db: Executor, ownerId: string) {
	const own = db
		.selectFrom('derivatives')
		.selectAll()
		.where('owner_id', '=', ownerId)
		.orderBy('entry_id')
		.orderBy('version_id')
		.orderBy('kind')
		.limit(PAGE);
	const rows = inKeyOrder<Selectable<Schema['derivatives']>>({
		rest: ({ entry_id, version_id, kind }) =>
			own
				.where('entry_id', '=', entry_id)
				.where((row) =>
					row.or([
						row('version_id', '>', version_id),
						row.and([row('version_id', '=', version_id), row('kind', '>', kind)]),
					]),
				)
				.execute(),
		behind: (last) => own.where('entry_id', '>', last?.entry_id ?? '').execute(),
	});
	for await (const row of rows) yield derivativeOf(row);
}
