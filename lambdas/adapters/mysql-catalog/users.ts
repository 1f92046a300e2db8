import type { Selectable } from 'kysely';
import { topFoldersOf } from '../../domain/top-folders.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Caller } from '../../ports/caller.ts';
import type { NewVault, UserRepository } from '../../ports/users.ts';
import type { Executor } from './database.ts';
import { createEntryRepository } from './entries.ts';
import type { Schema } from './schema.ts';
import { Tally } from './tally.ts';

export function createUserRepository(db: Executor): UserRepository {
	return {
		vaultOf: async (caller) =>
			openVaultOf(await userRow(db, caller.ownerId).executeTakeFirst(), caller),
		async charge(
			ownerId,
			{ usedBytes = 0, reservedBytes = 0, fileCount = 0, folderCount = 0, derivativeBytes = 0 },
		) {
			await db
				.updateTable('users')
				.set((row) => ({
					used_bytes: row('used_bytes', '+', usedBytes),
					reserved_bytes: row('reserved_bytes', '+', reservedBytes),
					file_count: row('file_count', '+', fileCount),
					folder_count: row('folder_count', '+', folderCount),
					derivative_bytes: row('derivative_bytes', '+', derivativeBytes),
				}))
				.where('id', '=', ownerId)
				.execute();
		},
		async endSessions(ownerId, now) {
			// Tokens know whole seconds: one of this second may be older than `now`, or younger. It is over.
			const nextSecond = Math.floor(now.getTime() / 1000) + 1;
			await db
				.updateTable('users')
				.set({ sessions_from: nextSecond })
				.where('id', '=', ownerId)
				.execute();
		},
		async markDeleted(ownerId, now) {
			await db
				.updateTable('users')
				.set({ state: 'deleted', deleted_at: now })
				.where('id', '=', ownerId)
				.execute();
		},
		async deleted(before, { after, limit }) {
			const rows = await db
				.selectFrom('users')
				.select(['id', 'deleted_at'])
				.where('state', '=', 'deleted')
				.where('id', '>', after)
				.where('deleted_at', '<', before)
				.orderBy('id')
				.limit(limit)
				.execute();
			return rows.flatMap(({ id, deleted_at: deletedAt }) =>
				deletedAt === null ? [] : [{ ownerId: id, deletedAt }],
			);
		},
		async forget(ownerId) {
			await db
				.deleteFrom('users')
				.where('id', '=', ownerId)
				.where('state', '=', 'deleted')
				.execute();
		},
	};
}

/**
 * [Note: One change at a time] Every transaction that changes anything of one owner first locks that
 * owner's row. So the checks it makes (is the target below what moves? is the name free? is there room?)
 * stay true until it commits, and no two of them can hold what the other one wants. Owners never wait for each other;
 * one person's changes take milliseconds each. Locking the ancestors instead would let unrelated moves of one
 * person run side by side, which no screen asks for, and would need every writer to agree on an order.
 */
export async function lockVault(db: Executor, caller: Caller): Promise<Vault> {
	return openVaultOf(await userRow(db, caller.ownerId).forUpdate().executeTakeFirst(), caller);
}

/** The same where a deleted account's remains are cleared away. */
export async function lockAnyVault(db: Executor, ownerId: string): Promise<Vault> {
	return vaultOf(await userRow(db, ownerId).forUpdate().executeTakeFirst());
}

/** Throws as `vaultOf` of the repository does. */
export async function activeVault(
	db: Executor,
	ownerId: string,
): Promise<{ readonly vault: Vault; readonly createdAt: Date }> {
	const row = await userRow(db, ownerId).executeTakeFirst();
	const vault = openVaultOf(row, { ownerId, signedInAt: null });
	return { vault, createdAt: row?.created_at ?? new Date(0) };
}

/** What a vault is read from, its id left out. */
export const vaultColumns = [
	'state',
	'root_id',
	'trash_id',
	'purge_id',
	'quota_bytes',
	'used_bytes',
	'reserved_bytes',
	'file_count',
	'folder_count',
	'derivative_bytes',
	'sessions_from',
] as const satisfies readonly (keyof Schema['users'])[];

export type VaultRow = Pick<Selectable<Schema['users']>, 'id' | (typeof vaultColumns)[number]>;

function userRow(db: Executor, ownerId: string) {
	return db.selectFrom('users').selectAll().where('id', '=', ownerId);
}

/**
 * [Note: Whose vault is open] API Gateway takes an access token until it expires: that its bearer has signed
 * out everywhere or deleted the account it cannot know. So the row that every verb reads or locks first
 * says it: from when on sessions are good (`session_ended` for one that began earlier), and whether the
 * vault is deleted (`vault_deleted`). Before the first `openVault` there is no row (`not_found`).
 */
export function openVaultOf(row: VaultRow | undefined, { signedInAt }: Caller): Vault {
	const isOver = row !== undefined && signedInAt !== null && signedInAt < row.sessions_from;
	if (isOver) throw new VaultError('session_ended');
	if (row?.state === 'deleted') throw new VaultError('vault_deleted');
	return vaultOf(row);
}

function vaultOf(row: VaultRow | undefined): Vault {
	if (row === undefined) throw new VaultError('not_found');
	return {
		ownerId: row.id,
		rootId: row.root_id,
		trashId: row.trash_id,
		purgeId: row.purge_id,
		quotaBytes: row.quota_bytes,
		usedBytes: row.used_bytes,
		reservedBytes: row.reserved_bytes,
		fileCount: row.file_count,
		folderCount: row.folder_count,
		derivativeBytes: row.derivative_bytes,
	};
}

/** Within a transaction: the row and its folders, or neither. */
export async function createVault(db: Executor, vault: NewVault): Promise<void> {
	const { numInsertedOrUpdatedRows } = await db
		.insertInto('users')
		.ignore()
		.values({
			id: vault.ownerId,
			state: 'active',
			root_id: vault.rootId,
			trash_id: vault.trashId,
			purge_id: vault.purgeId,
			quota_bytes: vault.quotaBytes,
			created_at: vault.now,
		})
		.executeTakeFirstOrThrow();
	if (numInsertedOrUpdatedRows === 0n) return;
	// They lie in no folder, so there is no total to write.
	await createEntryRepository(db, new Tally()).insert(topFoldersOf(vault));
}
