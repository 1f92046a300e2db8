import { sql, type Insertable, type Selectable } from 'kysely';
import type {
	Derivative,
	DerivativePromise,
	DerivativeRepository,
} from '../../ports/derivatives.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
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
		promisesOf: (ownerId, versionIds) => promisesOf(db, ownerId, versionIds),
		async promise(promises, goodUntil) {
			const rows = promises.map((promise) => promiseRowOf({ ...promise, goodUntil }));
			const onDuplicate = sql`good_until = ${goodUntil}`;
			await insertRows(db, 'derivative_promises', rows, { onDuplicate });
		},
		async insert(derivatives) {
			await insertRows(db, 'derivatives', derivatives.map(rowOf), { ignore: true });
			await forgetPromises(db, derivatives);
		},
		erase: (ownerId, versionIds) => erase(db, ownerId, versionIds),
		async takeBack(ownerId, objects) {
			let freedBytes = 0;
			for (const { key, objectVersionId } of objects) {
				const rows = await db
					.selectFrom('derivatives')
					.select(['version_id', 'kind', 'size_bytes'])
					.where('owner_id', '=', ownerId)
					.where('object_key', '=', key)
					.where('s3_version_id', '=', objectVersionId)
					.execute();
				for (const row of rows) {
					freedBytes += row.size_bytes;
					await db
						.deleteFrom('derivatives')
						.where('owner_id', '=', ownerId)
						.where('version_id', '=', row.version_id)
						.where('kind', '=', row.kind)
						.execute();
				}
			}
			return freedBytes;
		},
		async overdue(now, limit) {
			const rows = await db
				.selectFrom('derivative_promises')
				.selectAll()
				.where('good_until', '<=', now)
				.orderBy('good_until')
				.limit(limit)
				.execute();
			return rows.map(promiseOf);
		},
		async release(ownerId, versionIds, now) {
			const promises = await promisesOf(db, ownerId, versionIds);
			for (const list of idLists(versionIds)) {
				await db
					.deleteFrom('derivative_promises')
					.where('owner_id', '=', ownerId)
					.where('version_id', 'in', list)
					.where('good_until', '<=', now)
					.execute();
			}
			return sumOf(promises.filter(({ goodUntil }) => goodUntil <= now));
		},
	};
}

/** Promises that were kept. */
async function forgetPromises(db: Executor, derivatives: readonly Derivative[]): Promise<void> {
	for (const [ownerId, own] of Map.groupBy(derivatives, (each) => each.ownerId)) {
		for (const [kind, kept] of Map.groupBy(own, (each) => each.kind)) {
			for (const list of idLists(kept.map(({ versionId }) => versionId))) {
				await db
					.deleteFrom('derivative_promises')
					.where('owner_id', '=', ownerId)
					.where('version_id', 'in', list)
					.where('kind', '=', kind)
					.execute();
			}
		}
	}
}

async function promisesOf(db: Executor, ownerId: string, versionIds: readonly string[]) {
	const found: DerivativePromise[] = [];
	for (const list of idLists(versionIds)) {
		const rows = await db
			.selectFrom('derivative_promises')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('version_id', 'in', list)
			.execute();
		found.push(...rows.map(promiseOf));
	}
	return found;
}

async function erase(
	db: Executor,
	ownerId: string,
	versionIds: readonly string[],
): Promise<number> {
	let freedBytes = 0;
	for (const table of ['derivatives', 'derivative_promises'] as const) {
		for (const list of idLists(versionIds)) {
			const rows = await db
				.selectFrom(table)
				.select('size_bytes')
				.where('owner_id', '=', ownerId)
				.where('version_id', 'in', list)
				.execute();
			if (rows.length === 0) continue;
			freedBytes += rows.reduce((sum, row) => sum + row.size_bytes, 0);
			await db
				.deleteFrom(table)
				.where('owner_id', '=', ownerId)
				.where('version_id', 'in', list)
				.execute();
		}
	}
	return freedBytes;
}

function sumOf(promises: readonly DerivativePromise[]): number {
	return promises.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function rowOf(derivative: Derivative): Insertable<Schema['derivatives']> {
	return {
		owner_id: derivative.ownerId,
		entry_id: derivative.entryId,
		version_id: derivative.versionId,
		kind: derivative.kind,
		object_key: derivative.objectKey,
		s3_version_id: derivative.s3VersionId,
		size_bytes: derivative.sizeBytes,
		content_type: derivative.contentType,
	};
}

function promiseRowOf(promise: DerivativePromise): Insertable<Schema['derivative_promises']> {
	return {
		owner_id: promise.ownerId,
		version_id: promise.versionId,
		kind: promise.kind,
		size_bytes: promise.sizeBytes,
		sha256: promise.sha256,
		good_until: promise.goodUntil,
	};
}

function promiseOf(row: Selectable<Schema['derivative_promises']>): DerivativePromise {
	return {
		ownerId: row.owner_id,
		versionId: row.version_id,
		kind: row.kind,
		sizeBytes: row.size_bytes,
		sha256: row.sha256,
		goodUntil: row.good_until,
	};
}

export function derivativeOf(row: Selectable<Schema['derivatives']>): Derivative {
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
