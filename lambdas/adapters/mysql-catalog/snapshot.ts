import type { VaultSnapshot } from '../../ports/manifests.ts';
import type { Executor } from './database.ts';
import { derivativeOf } from './derivatives.ts';
import { entryColumns, entryOf } from './entry-row.ts';
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

/** In the order of the primary key: first the rest of a folder, then the folders behind it. */
async function* entries(db: Executor, ownerId: string) {
	let parentId = '';
	let sortKey: Buffer = Buffer.of();
	for (;;) {
		const own = db
			.selectFrom('entries')
			.select([...entryColumns, 'sort_key'])
			.where('owner_id', '=', ownerId);
		const here = await own
			.where('parent_id', '=', parentId)
			.where('sort_key', '>', sortKey)
			.orderBy('sort_key')
			.limit(PAGE)
			.execute();
		const behind =
			here.length === PAGE
				? []
				: await own
						.where('parent_id', '>', parentId)
						.orderBy('parent_id')
						.orderBy('sort_key')
						.limit(PAGE)
						.execute();
		const rows = [...here, ...behind];
		for (const row of rows) yield entryOf(row);
		const last = rows.at(-1);
		if (last === undefined) return;
		parentId = last.parent_id;
		sortKey = last.sort_key;
	}
}

async function* versions(db: Executor, ownerId: string) {
	let after = '';
	for (;;) {
		const rows = await db
			.selectFrom('versions')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('entry_id', '>', after)
			.orderBy('entry_id')
			.orderBy('id')
			.limit(PAGE)
			.execute();
		const last = rows.at(-1);
		if (last === undefined) return;
		yield* rows.filter(({ entry_id }) => entry_id !== last.entry_id).map(versionOf);
		after = last.entry_id;
		yield* versionsOf(db, ownerId, after);
	}
}

/** All of one file, which may be thousands. */
async function* versionsOf(db: Executor, ownerId: string, entryId: string) {
	let after = '';
	for (;;) {
		const rows = await db
			.selectFrom('versions')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('entry_id', '=', entryId)
			.where('id', '>', after)
			.orderBy('id')
			.limit(PAGE)
			.execute();
		yield* rows.map(versionOf);
		const last = rows.at(-1);
		if (last === undefined || rows.length < PAGE) return;
		after = last.id;
	}
}

async function* derivatives(db: Executor, ownerId: string) {
	let after = '';
	for (;;) {
		const rows = await db
			.selectFrom('derivatives')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('entry_id', '>', after)
			.orderBy('entry_id')
			.orderBy('version_id')
			.orderBy('kind')
			.limit(PAGE)
			.execute();
		const last = rows.at(-1);
		if (last === undefined) return;
		yield* rows.filter(({ entry_id }) => entry_id !== last.entry_id).map(derivativeOf);
		after = last.entry_id;
		yield* await derivativesOf(db, ownerId, after);
	}
}

/** At most two of each version. */
async function derivativesOf(db: Executor, ownerId: string, entryId: string) {
	const rows = await db
		.selectFrom('derivatives')
		.selectAll()
		.where('owner_id', '=', ownerId)
		.where('entry_id', '=', entryId)
		.orderBy('version_id')
		.orderBy('kind')
		.execute();
	return rows.map(derivativeOf);
}
