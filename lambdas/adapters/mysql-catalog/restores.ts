import { sql, type Insertable, type Selectable } from 'kysely';
import type { StoredRestoreJob } from '../../domain/restore.ts';
import type { RestoreRepository } from '../../ports/restores.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { createRestoreItemRepository } from './restore-items.ts';
import { createRestoreTargetRepository } from './restore-targets.ts';
import type { RestoreJobsTable } from './schema.ts';
import { idLists } from './statement-size.ts';

/** What belongs to a job, beside its own row. */
const PARTS = ['restore_items', 'restore_folders', 'restore_targets'] as const;

export function createRestoreRepository(db: Executor): RestoreRepository {
	return {
		...createRestoreItemRepository(db),
		...createRestoreTargetRepository(db),
		async get(ownerId, jobId) {
			const row = await jobRows(db)
				.where('owner_id', '=', ownerId)
				.where('id', '=', jobId)
				.executeTakeFirst();
			return row && jobOf(row);
		},
		async list(ownerId, { endedSince, limit }) {
			const rows = await jobRows(db)
				.where('owner_id', '=', ownerId)
				.where((job) =>
					job.or([job('finished_at', 'is', null), job('finished_at', '>', endedSince)]),
				)
				.orderBy('created_at', 'desc')
				.orderBy('id', 'desc')
				.limit(limit)
				.execute();
			return rows.map(jobOf);
		},
		async insert(job) {
			await db.insertInto('restore_jobs').values(rowOf(job)).execute();
		},
		async update(job) {
			await db
				.updateTable('restore_jobs')
				.set(rowOf(job))
				.where('owner_id', '=', job.ownerId)
				.where('id', '=', job.id)
				.execute();
		},
		async erase(ownerId, jobId) {
			for (const table of PARTS) {
				await db
					.deleteFrom(table)
					.where('owner_id', '=', ownerId)
					.where('job_id', '=', jobId)
					.execute();
			}
			await db
				.deleteFrom('restore_jobs')
				.where('owner_id', '=', ownerId)
				.where('id', '=', jobId)
				.execute();
		},
		billedSince: (ownerId, since) => billedSince(db, ownerId, since),
		async open(now, limit) {
			const rows = await jobRows(db)
				.where('state', 'in', ['finding', 'asking'])
				.where((job) => job.or([job('claimed_until', 'is', null), job('claimed_until', '<=', now)]))
				.orderBy('created_at')
				.limit(limit)
				.execute();
			return rows.map(jobOf);
		},
		async claim(job, now, until) {
			const { numUpdatedRows } = await db
				.updateTable('restore_jobs')
				.set({ claimed_until: until })
				.where('owner_id', '=', job.ownerId)
				.where('id', '=', job.id)
				.where('state', 'in', ['finding', 'asking'])
				.where((free) =>
					free.or([free('claimed_until', 'is', null), free('claimed_until', '<=', now)]),
				)
				.executeTakeFirstOrThrow();
			return numUpdatedRows > 0n;
		},
		async release(job) {
			await db
				.updateTable('restore_jobs')
				.set({ claimed_until: null })
				.where('owner_id', '=', job.ownerId)
				.where('id', '=', job.id)
				.execute();
		},
		async addFolders(job, folderIds) {
			const rows = folderIds.map((folderId) => ({
				owner_id: job.ownerId,
				job_id: job.id,
				folder_id: folderId,
				read_to: null,
			}));
			await insertRows(db, 'restore_folders', rows, { ignore: true });
		},
		async folders(job, limit) {
			const rows = await db
				.selectFrom('restore_folders')
				.select(['folder_id', 'read_to'])
				.where('owner_id', '=', job.ownerId)
				.where('job_id', '=', job.id)
				.orderBy('folder_id')
				.limit(limit)
				.execute();
			return rows.map(({ folder_id: folderId, read_to: readTo }) => ({ folderId, readTo }));
		},
		async readFolder(job, { folderId, readTo }) {
			await db
				.updateTable('restore_folders')
				.set({ read_to: readTo })
				.where('owner_id', '=', job.ownerId)
				.where('job_id', '=', job.id)
				.where('folder_id', '=', folderId)
				.execute();
		},
		async removeFolders(job, folderIds) {
			for (const list of idLists(folderIds)) {
				await db
					.deleteFrom('restore_folders')
					.where('owner_id', '=', job.ownerId)
					.where('job_id', '=', job.id)
					.where('folder_id', 'in', list)
					.execute();
			}
		},
		forget: (before, limit) => forget(db, before, limit),
	};
}

function jobRows(db: Executor) {
	return db.selectFrom('restore_jobs').selectAll();
}

async function billedSince(db: Executor, ownerId: string, since: Date) {
	const { rows } = await sql<Record<'files' | 'bytes' | 'microusd', string | number | null>>`
		select sum(retrieved_files) as files, sum(retrieved_bytes) as bytes, sum(estimated_microusd) as microusd
		from restore_jobs
		where owner_id = ${ownerId} and created_at > ${since} and state not in ('finding', 'refused')`.execute(
		db,
	);
	const [row] = rows;
	return {
		files: Number(row?.files ?? 0),
		bytes: Number(row?.bytes ?? 0),
		usd: Number(row?.microusd ?? 0) / MICRO,
	};
}

/** Items first, so that a job that is there says what of it is left. */
async function forget(db: Executor, before: Date, limit: number): Promise<number> {
	const job = await db
		.selectFrom('restore_jobs')
		.select(['owner_id', 'id'])
		.where('finished_at', '<', before)
		.limit(1)
		.executeTakeFirst();
	if (job === undefined) return 0;
	for (const table of PARTS) {
		const { numDeletedRows } = await db
			.deleteFrom(table)
			.where('owner_id', '=', job.owner_id)
			.where('job_id', '=', job.id)
			.limit(limit)
			.executeTakeFirstOrThrow();
		if (numDeletedRows > 0n) return Number(numDeletedRows);
	}
	await db
		.deleteFrom('restore_jobs')
		.where('owner_id', '=', job.owner_id)
		.where('id', '=', job.id)
		.execute();
	return 1;
}

/** Of one dollar. */
const MICRO = 1_000_000;

function rowOf(job: StoredRestoreJob): Insertable<RestoreJobsTable> {
	const { counts, billed, estimatedUsd } = job;
	return {
		owner_id: job.ownerId,
		id: job.id,
		request_hash: job.requestHash,
		tier: job.tier,
		days: job.days,
		state: job.state,
		refusal: job.refusal,
		waiting_count: counts.waiting,
		restoring_count: counts.restoring,
		ready_count: counts.ready,
		failed_count: counts.failed,
		cancelled_count: counts.cancelled,
		slower_count: job.slower,
		total_bytes: job.totalBytes,
		ready_bytes: job.readyBytes,
		retrieved_files: billed.retrieved.files,
		retrieved_bytes: billed.retrieved.bytes,
		extended_files: billed.extended.files,
		extended_bytes: billed.extended.bytes,
		estimated_microusd: estimatedUsd === null ? null : Math.round(estimatedUsd * MICRO),
		ready_about: job.readyAbout,
		created_at: job.createdAt,
		finished_at: job.finishedAt,
	};
}

function jobOf(row: Selectable<RestoreJobsTable>): StoredRestoreJob {
	const { estimated_microusd: microusd } = row;
	return {
		ownerId: row.owner_id,
		id: row.id,
		requestHash: row.request_hash,
		tier: row.tier,
		days: row.days,
		state: row.state,
		refusal: row.refusal,
		counts: {
			waiting: row.waiting_count,
			restoring: row.restoring_count,
			ready: row.ready_count,
			failed: row.failed_count,
			cancelled: row.cancelled_count,
		},
		slower: row.slower_count,
		totalBytes: row.total_bytes,
		readyBytes: row.ready_bytes,
		billed: {
			retrieved: { files: row.retrieved_files, bytes: row.retrieved_bytes },
			extended: { files: row.extended_files, bytes: row.extended_bytes },
		},
		estimatedUsd: microusd === null ? null : microusd / MICRO,
		readyAbout: row.ready_about,
		createdAt: row.created_at,
		finishedAt: row.finished_at,
	};
}
