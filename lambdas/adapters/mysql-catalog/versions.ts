import { storageClass } from '#contract/entries';
import type { Insertable, Selectable } from 'kysely';
import * as v from 'valibot';
import type { StoredVersion, VersionRepository } from '../../ports/versions.ts';
import type { Executor } from './database.ts';
import type { Schema } from './schema.ts';
import { idLists, rowLists } from './statement-size.ts';

export function createVersionRepository(db: Executor): VersionRepository {
	return {
		getMany: (ownerId, ids) => getMany(db, ownerId, ids),
		ofEntries: (ownerId, entryIds) => ofEntries(db, ownerId, entryIds),
		async insert(versions) {
			for (const list of rowLists(versions.map(rowOf))) {
				await db.insertInto('versions').values(list).execute();
			}
		},
		async markDeleting(ownerId, ids) {
			for (const list of idLists(ids)) {
				await db
					.updateTable('versions')
					.set({ state: 'deleting' })
					.where('owner_id', '=', ownerId)
					.where('id', 'in', list)
					.execute();
			}
		},
		async erase(ownerId, ids) {
			for (const list of idLists(ids)) {
				await db
					.deleteFrom('versions')
					.where('owner_id', '=', ownerId)
					.where('id', 'in', list)
					.execute();
			}
		},
		async setStorage(ownerId, id, { storageClass: storage, restoreExpiresAt }) {
			await db
				.updateTable('versions')
				.set({
					restore_expires_at: restoreExpiresAt,
					storage_class: storage,
				})
				.where('owner_id', '=', ownerId)
				.where('id', '=', id)
				.execute();
		},
		async ofEntry(ownerId, entryId) {
			const rows = await db
				.selectFrom('versions')
				.selectAll()
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('state', '=', 'ready')
				.execute();
			const versions = rows.map(versionOf);
			return versions.sort(
				(a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
			);
		},
		async derivativeKinds(ownerId, entryId, versionId) {
			const rows = await db
				.selectFrom('derivatives')
				.select('kind')
				.where('owner_id', '=', ownerId)
				.where('entry_id', '=', entryId)
				.where('version_id', '=', versionId)
				.execute();
			return new Set(rows.map((row) => row.kind));
		},
	};
}

async function getMany(db: Executor, ownerId: string, ids: readonly string[]) {
	const found = new Map<string, StoredVersion>();
	for (const list of idLists(ids)) {
		const rows = await db
			.selectFrom('versions')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
		for (const row of rows) found.set(row.id, versionOf(row));
	}
	return found;
}

async function ofEntries(db: Executor, ownerId: string, entryIds: readonly string[]) {
	const found: StoredVersion[] = [];
	for (const list of idLists(entryIds)) {
		const rows = await db
			.selectFrom('versions')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('entry_id', 'in', list)
			.execute();
		found.push(...rows.map(versionOf));
	}
	return found;
}

function rowOf(version: StoredVersion): Insertable<Schema['versions']> {
	return {
		owner_id: version.ownerId,
		entry_id: version.entryId,
		id: version.id,
		object_key: version.objectKey,
		s3_version_id: version.s3VersionId,
		size_bytes: version.sizeBytes,
		checksum: version.checksum,
		content_type: version.contentType,
		modified_at: version.modifiedAt,
		storage_class: version.storageClass,
		restore_expires_at: version.restoreExpiresAt,
		state: version.state,
		created_at: version.createdAt,
	};
}

function versionOf(row: Selectable<Schema['versions']>): StoredVersion {
	return {
		ownerId: row.owner_id,
		entryId: row.entry_id,
		id: row.id,
		objectKey: row.object_key,
		s3VersionId: row.s3_version_id,
		sizeBytes: row.size_bytes,
		checksum: row.checksum,
		contentType: row.content_type,
		modifiedAt: row.modified_at,
		storageClass: v.parse(storageClass, row.storage_class),
		restoreExpiresAt: row.restore_expires_at,
		state: row.state,
		createdAt: row.created_at,
	};
}
