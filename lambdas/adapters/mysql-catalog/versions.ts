import { storageClass } from '#contract/entries';
import type { Selectable } from 'kysely';
import * as v from 'valibot';
import type { StoredVersion, Versions } from '../../ports/versions.ts';
import type { Executor } from './database.ts';
import type { Schema } from './schema.ts';

export function versionsOver(db: Executor): Versions {
	return {
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

export function versionOf(row: Selectable<Schema['versions']>): StoredVersion {
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
