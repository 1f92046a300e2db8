import { transact, type Database, type Executor } from '../adapters/mysql-catalog/database.ts';
import { createDerivativeRepository } from '../adapters/mysql-catalog/derivatives.ts';
import { createEntryRepository } from '../adapters/mysql-catalog/entries.ts';
import { createKeepCheckRepository } from '../adapters/mysql-catalog/keep-checks.ts';
import { packId } from '../adapters/mysql-catalog/name-grams.ts';
import { writeRecounted } from '../adapters/mysql-catalog/recount.ts';
import { Tally } from '../adapters/mysql-catalog/tally.ts';
import { createVersionRepository } from '../adapters/mysql-catalog/versions.ts';
import type { Manifest } from '../manifest-format/manifest.ts';
import { pagesOf } from '../runtime/pages.ts';
import type { VaultPlan } from './plan-vault.ts';

/** Rows written in one transaction. */
const PAGE = 500;

/** Whether the database knows the person already, or knew one who has left. */
export async function isKnown(db: Database, ownerId: string): Promise<boolean> {
	const row = await db
		.selectFrom('users')
		.select('id')
		.where('id', '=', ownerId)
		.executeTakeFirst();
	return row !== undefined;
}

/** The person's own row comes last: without it there is no vault, and what a run that died has left is cleared first. */
export async function writeVault(
	db: Database,
	vault: Pick<Manifest, 'ownerId' | 'rootId' | 'trashId' | 'purgeId' | 'quotaBytes' | 'createdAt'>,
	plan: VaultPlan,
): Promise<void> {
	await clear(db, vault.ownerId);
	for await (const page of pagesOf(plan.entries, PAGE)) {
		await transact(db, (transaction) =>
			createEntryRepository(transaction, new Tally()).insert(page),
		);
	}
	for await (const page of pagesOf(plan.versions, PAGE)) {
		await transact(db, (transaction) =>
			createVersionRepository(transaction, new Tally()).insert(page),
		);
	}
	for await (const page of pagesOf(plan.derivatives, PAGE)) {
		await transact(db, (transaction) => createDerivativeRepository(transaction).insert(page));
	}
	// Counted at once, and not page by page: a page may come before what it lies in.
	await transact(db, (transaction) => writeRecounted(transaction, vault.ownerId));
	// What S3 was told of each version is not known any more.
	await createKeepCheckRepository(db).ask(vault.ownerId, [vault.rootId, vault.trashId]);
	await db
		.insertInto('users')
		.values({
			id: vault.ownerId,
			state: 'active',
			root_id: vault.rootId,
			trash_id: vault.trashId,
			purge_id: vault.purgeId,
			quota_bytes: vault.quotaBytes,
			used_bytes: bytesOf(plan.versions),
			file_count: plan.versions.length,
			folder_count: foldersOf(vault, plan),
			derivative_bytes: bytesOf(plan.derivatives),
			created_at: vault.createdAt,
		})
		.execute();
}

function foldersOf(
	{ rootId, trashId, purgeId }: Pick<Manifest, 'rootId' | 'trashId' | 'purgeId'>,
	{ entries }: VaultPlan,
): number {
	const top = [rootId, trashId, purgeId];
	return entries.filter(({ kind, id }) => kind === 'folder' && !top.includes(id)).length;
}

function bytesOf(rows: readonly { readonly sizeBytes: number }[]): number {
	return rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

async function clear(db: Executor, ownerId: string): Promise<void> {
	await db.deleteFrom('entries').where('owner_id', '=', ownerId).execute();
	await db.deleteFrom('name_grams').where('owner_id', '=', packId(ownerId)).execute();
	await db.deleteFrom('versions').where('owner_id', '=', ownerId).execute();
	await db.deleteFrom('derivatives').where('owner_id', '=', ownerId).execute();
	await db.deleteFrom('totals').where('owner_id', '=', ownerId).execute();
	await db.deleteFrom('copy_totals').where('owner_id', '=', ownerId).execute();
	await db.deleteFrom('month_totals').where('owner_id', '=', ownerId).execute();
}
