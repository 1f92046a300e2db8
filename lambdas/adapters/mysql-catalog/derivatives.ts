import type { Selectable } from 'kysely';
import type { Derivative, DerivativeRepository } from '../../ports/derivatives.ts';
import type { Executor } from './database.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';

export function createDerivativeRepository(db: Executor): DerivativeRepository {
	return {
		async ofVersions(ownerId, versionIds) {
			const found: Derivative[] = [];
			for (const list of idLists(versionIds)) {
				const rows = await db
					.selectFrom('derivatives')
					.selectAll()
					.where('owner_id', '=', ownerId)
					.where('version_id', 'in', list)
					.execute();
				found.push(...rows.map(derivativeOf));
			}
			return found;
		},
		async insert(derivative) {
			await db
				.insertInto('derivatives')
				.ignore()
				.values({
					owner_id: derivative.ownerId,
					entry_id: derivative.entryId,
					version_id: derivative.versionId,
					kind: derivative.kind,
					object_key: derivative.objectKey,
					s3_version_id: derivative.s3VersionId,
					size_bytes: derivative.sizeBytes,
					content_type: derivative.contentType,
				})
				.execute();
		},
		async erase(ownerId, versionIds) {
			for (const list of idLists(versionIds)) {
				await db
					.deleteFrom('derivatives')
					.where('owner_id', '=', ownerId)
					.where('version_id', 'in', list)
					.execute();
			}
		},
	};
}

function derivativeOf(row: Selectable<Schema['derivatives']>): Derivative {
	return {
		ownerId: row.owner_id,
		entryId: row.entry_id,
		versionId: row.version_id,
		kind: row.kind,
		objectKey: row.object_key,
		s3VersionId: row.s3_version_id,
		sizeBytes: row.size_bytes,
		contentType: row.content_type,
	};
}
