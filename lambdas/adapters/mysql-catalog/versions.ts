import { storageClass } from '#contract/entries';
import type { Insertable, Selectable } from 'kysely';
import * as v from 'valibot';
import type { Restoring } from '../../domain/restore.ts';
import type {
	Storage,
	StoredVersion,
	VersionOfEntry,
	VersionRepository,
} from '../../ports/versions.ts';
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
		setStorage: (ownerId, versions, storage) => setStorage(db, { ownerId, versions, storage }),
		async overdue(now, limit) {
			const rows = await db
				.selectFrom('versions')
				.selectAll()
				.where('ready_about', '<=', now)
				.where('state', '=', 'ready')
				.orderBy('ready_about')
				.limit(limit)
				.execute();
			return rows.map(versionOf);
		},
		async restored(ownerId, { now, after, limit }) {
			const restored = db
				.selectFrom('versions')
				.selectAll()
				.where('owner_id', '=', ownerId)
				.where('restored_until', '>', now)
				.where('state', '=', 'ready')
				.orderBy('restored_until')
				.orderBy('id')
				.limit(limit);
			const rows = await (
				after === undefined
					? restored
					: restored
							.where('restored_until', '>=', after.restoredUntil)
							.where((row) =>
								row.or([row('restored_until', '>', after.restoredUntil), row('id', '>', after.id)]),
							)
			).execute();
			return rows.map(versionOf);
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

interface StorageChange {
	readonly ownerId: string;
	readonly versions: readonly VersionOfEntry[];
	readonly storage: Storage;
}

async function setStorage(
	db: Executor,
	{ ownerId, versions, storage }: StorageChange,
): Promise<void> {
	const { storageClass: storedIn, restoredUntil, readyAbout, restoring, lookedAt } = storage;
	const shown = {
		restored_until: restoredUntil,
		ready_about: readyAbout,
		...(storedIn !== undefined && { storage_class: storedIn }),
	};
	const entryOf = new Map(versions.map(({ id, entryId }) => [id, entryId]));
	for (const list of idLists(entryOf.keys(), { listsPerStatement: 2 })) {
		await db
			.updateTable('versions')
			.set({ ...shown, ...restoringColumns(restoring), looked_at: lookedAt })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.execute();
		const entryIds = new Set(list.flatMap((id) => entryOf.get(id) ?? []));
		await db
			.updateTable('entries')
			.set(shown)
			.where('owner_id', '=', ownerId)
			.where('id', 'in', [...entryIds])
			.where('version_id', 'in', list)
			.execute();
	}
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
		restored_until: version.restoredUntil,
		ready_about: version.readyAbout,
		...restoringColumns(version.restoring),
		looked_at: version.lookedAt,
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
		restoredUntil: row.restored_until,
		readyAbout: row.ready_about,
		restoring: restoringOf(row),
		lookedAt: row.looked_at,
		state: row.state,
		createdAt: row.created_at,
	};
}

function restoringColumns(restoring: Restoring | null) {
	return { restoring_tier: restoring?.tier ?? null, restoring_days: restoring?.days ?? null };
}

function restoringOf({
	restoring_tier: tier,
	restoring_days: days,
}: Selectable<Schema['versions']>): Restoring | null {
	return tier === null || days === null ? null : { tier, days };
}
