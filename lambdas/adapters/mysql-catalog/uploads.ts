import { sql, type Insertable, type Selectable } from 'kysely';
import type { Upload } from '../../domain/upload.ts';
import type { UploadRepository } from '../../ports/uploads.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { mediaOf, mediaRowOf } from './media-columns.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';

export function createUploadRepository(db: Executor): UploadRepository {
	return {
		getMany: (ownerId, ids) => getMany(db, ownerId, ids),
		byRef: (ownerId, batchId, refs) => byRef(db, ownerId, batchId, refs),
		async pendingOf(ownerId, { after = '', limit, sent = false }) {
			const ofCopies = sql`exists (select 1 from batches where batches.owner_id = ${ownerId}
				and batches.id = uploads.batch_id and batches.state = 'copying')`;
			// MySQL by itself reads the primary key instead: the uploads of all people.
			const { rows } = await sql<Selectable<Schema['uploads']>>`
				select * from uploads force index (uploads_owner)
				where owner_id = ${ownerId} and state = 'pending' and id > ${after} ${sent ? sql`and not ${ofCopies}` : sql``}
				order by id limit ${sql.lit(limit)}`.execute(db);
			return rows.map(uploadOf);
		},
		async expire(ownerId, at) {
			await db
				.updateTable('uploads')
				.set({ expires_at: at })
				.where('owner_id', '=', ownerId)
				.where('state', '=', 'pending')
				.execute();
		},
		async insert(uploads) {
			await insertRows(db, 'uploads', uploads.map(rowOf));
		},
		async setMultipart(upload, multipartId) {
			const { numUpdatedRows } = await db
				.updateTable('uploads')
				.set({ multipart_id: multipartId })
				.where('owner_id', '=', upload.ownerId)
				.where('id', '=', upload.id)
				.where('state', '=', 'pending')
				.where('multipart_id', upload.multipartId === null ? 'is' : '=', upload.multipartId)
				.executeTakeFirstOrThrow();
			return numUpdatedRows > 0n;
		},
		end: (ownerId, ids, state) => end(db, { ownerId, ids, state }),
		giveUpRefs: (ownerId, ids) => giveUpRefs(db, ownerId, ids),
		async expired(now, limit) {
			const rows = await select(db)
				.where('state', '=', 'pending')
				.where('expires_at', '<', now)
				.orderBy('expires_at')
				.limit(limit)
				.execute();
			return rows.map(uploadOf);
		},
		forget: (before, limit) => forget(db, before, limit),
		async forgetOf(ownerId, limit) {
			const { numDeletedRows } = await db
				.deleteFrom('uploads')
				.where('owner_id', '=', ownerId)
				.where('state', 'in', OVER)
				.limit(limit)
				.executeTakeFirstOrThrow();
			return Number(numDeletedRows);
		},
	};
}

const OVER = ['stored', 'aborted', 'here', 'skipped'] as const;

function select(db: Executor) {
	return db.selectFrom('uploads').selectAll();
}

async function getMany(db: Executor, ownerId: string, ids: readonly string[]) {
	const found = new Map<string, Upload>();
	for (const list of idLists(ids)) {
		const rows = await select(db).where('owner_id', '=', ownerId).where('id', 'in', list).execute();
		for (const row of rows) found.set(row.id, uploadOf(row));
	}
	return found;
}

async function byRef(db: Executor, ownerId: string, batchId: string, refs: readonly string[]) {
	const found = new Map<string, Upload>();
	for (const list of idLists(refs)) {
		const rows = await select(db)
			.where('owner_id', '=', ownerId)
			.where('batch_id', '=', batchId)
			.where('ref', 'in', list)
			.execute();
		for (const row of rows) found.set(row.ref, uploadOf(row));
	}
	return found;
}

interface Ending {
	readonly ownerId: string;
	readonly ids: readonly string[];
	readonly state: 'stored' | 'aborted';
}

async function end(db: Executor, { ownerId, ids, state }: Ending): Promise<void> {
	for (const list of idLists(ids)) {
		await db
			.updateTable('uploads')
			.set({ state })
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.where('state', '=', 'pending')
			.execute();
	}
}

/** Refs are unique in a batch: an upload that is over takes its own id for one. */
async function giveUpRefs(db: Executor, ownerId: string, ids: readonly string[]): Promise<void> {
	for (const list of idLists(ids)) {
		await db
			.updateTable('uploads')
			.set((row) => ({ ref: row.ref('id') }))
			.where('owner_id', '=', ownerId)
			.where('id', 'in', list)
			.where('state', '!=', 'pending')
			.execute();
	}
}

/** Expiry lies a fixed time behind the beginning, and is what the index knows. */
async function forget(db: Executor, before: Date, limit: number): Promise<number> {
	const rows = await db
		.selectFrom('uploads')
		.select('id')
		.where('state', 'in', OVER)
		.where('expires_at', '<', before)
		.limit(limit)
		.execute();
	for (const list of idLists(rows.map((row) => row.id))) {
		await db.deleteFrom('uploads').where('id', 'in', list).execute();
	}
	return rows.length;
}

function rowOf(upload: Upload): Insertable<Schema['uploads']> {
	return {
		id: upload.id,
		owner_id: upload.ownerId,
		batch_id: upload.batchId,
		ref: upload.ref,
		request_hash: upload.requestHash,
		entry_id: upload.entryId,
		parent_id: upload.parentId,
		name: upload.name,
		on_conflict: upload.onConflict,
		size_bytes: upload.sizeBytes,
		sha256: upload.sha256,
		content_type: upload.contentType,
		modified_at: upload.modifiedAt,
		...mediaRowOf(upload.media),
		object_key: upload.objectKey,
		multipart_id: upload.multipartId,
		part_size_bytes: upload.partSizeBytes,
		state: upload.state,
		expires_at: upload.expiresAt,
		created_at: upload.createdAt,
	};
}

function uploadOf(row: Selectable<Schema['uploads']>): Upload {
	return {
		ownerId: row.owner_id,
		id: row.id,
		batchId: row.batch_id,
		ref: row.ref,
		requestHash: row.request_hash,
		entryId: row.entry_id,
		parentId: row.parent_id,
		name: row.name,
		onConflict: row.on_conflict,
		sizeBytes: row.size_bytes,
		sha256: row.sha256,
		contentType: row.content_type,
		modifiedAt: row.modified_at,
		media: mediaOf(row),
		objectKey: row.object_key,
		multipartId: row.multipart_id,
		partSizeBytes: row.part_size_bytes,
		state: row.state,
		expiresAt: row.expires_at,
		createdAt: row.created_at,
	};
}
