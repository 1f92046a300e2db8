import type { Selectable } from 'kysely';
import type { RestoreItem, StoredRestoreJob } from '../../domain/restore.ts';
import type { RestoreRepository } from '../../ports/restores.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';

type ItemRepository = Pick<
	RestoreRepository,
	| 'addItems'
	| 'items'
	| 'itemsByVersion'
	| 'openItems'
	| 'updateItems'
	| 'cancelWaiting'
	| 'neverEnding'
>;

export function createRestoreItemRepository(db: Executor): ItemRepository {
	return {
		addItems: (job, items) => addItems(db, job, items),
		async items(job, { state, limit }) {
			const rows = await itemsOf(db, job)
				.where('state', '=', state)
				.orderBy('version_id')
				.limit(limit)
				.execute();
			return rows.map(itemOf);
		},
		itemsByVersion: (job, versionIds) => itemsByVersion(db, job, versionIds),
		async openItems(ownerId, versionIds) {
			const found = [];
			for (const list of idLists(versionIds)) {
				const rows = await db
					.selectFrom('restore_items')
					.selectAll()
					.where('owner_id', '=', ownerId)
					.where('version_id', 'in', list)
					.where('state', 'in', ['waiting', 'restoring'])
					.execute();
				found.push(...rows.map((row) => ({ jobId: row.job_id, ...itemOf(row) })));
			}
			return found;
		},
		updateItems: (job, items) => updateItems(db, job, items),
		cancelWaiting: (job) => cancelWaiting(db, job),
		async neverEnding(before, limit) {
			const rows = await db
				.selectFrom('restore_items')
				.select('version_id')
				.where('state', '=', 'restoring')
				.where('asked_at', '<', before)
				.limit(limit)
				.execute();
			return rows.length;
		},
	};
}

function itemsOf(db: Executor, job: StoredRestoreJob) {
	return db
		.selectFrom('restore_items')
		.selectAll()
		.where('owner_id', '=', job.ownerId)
		.where('job_id', '=', job.id);
}

async function addItems(db: Executor, job: StoredRestoreJob, items: readonly RestoreItem[]) {
	const known = await itemsByVersion(
		db,
		job,
		items.map(({ versionId }) => versionId),
	);
	const byVersion = new Map(items.map((item) => [item.versionId, item]));
	const fresh = [...byVersion.values()].filter(({ versionId }) => !known.has(versionId));
	const rows = fresh.map((item) => ({
		owner_id: job.ownerId,
		job_id: job.id,
		version_id: item.versionId,
		entry_id: item.entryId,
		size_bytes: item.sizeBytes,
		is_retrieval: item.isRetrieval,
		state: item.state,
		code: item.code,
		asked_at: item.askedAt,
	}));
	await insertRows(db, 'restore_items', rows);
	return fresh;
}

async function itemsByVersion(
	db: Executor,
	job: StoredRestoreJob,
	versionIds: readonly string[],
): Promise<ReadonlyMap<string, RestoreItem>> {
	const found = new Map<string, RestoreItem>();
	for (const list of idLists(versionIds)) {
		const rows = await itemsOf(db, job).where('version_id', 'in', list).execute();
		for (const row of rows) found.set(row.version_id, itemOf(row));
	}
	return found;
}

/** Most items change alike, so one statement writes many. */
async function updateItems(
	db: Executor,
	job: StoredRestoreJob,
	items: readonly RestoreItem[],
): Promise<void> {
	const alike = Map.groupBy(
		items,
		({ state, code, askedAt }) => `${state} ${code ?? ''} ${askedAt?.toISOString() ?? ''}`,
	);
	for (const [first, ...rest] of alike.values()) {
		if (first === undefined) continue;
		for (const list of idLists([first, ...rest].map(({ versionId }) => versionId))) {
			await db
				.updateTable('restore_items')
				.set({ state: first.state, code: first.code, asked_at: first.askedAt })
				.where('owner_id', '=', job.ownerId)
				.where('job_id', '=', job.id)
				.where('version_id', 'in', list)
				.execute();
		}
	}
}

/** As many as one person may restore in a day, at most: a second of one statement. */
async function cancelWaiting(db: Executor, job: StoredRestoreJob) {
	const waiting = await db
		.selectFrom('restore_items')
		.select((row) => [
			'is_retrieval',
			row.fn.countAll().as('files'),
			row.fn.sum('size_bytes').as('bytes'),
		])
		.where('owner_id', '=', job.ownerId)
		.where('job_id', '=', job.id)
		.where('state', '=', 'waiting')
		.groupBy('is_retrieval')
		.execute();
	await db
		.updateTable('restore_items')
		.set({ state: 'cancelled' })
		.where('owner_id', '=', job.ownerId)
		.where('job_id', '=', job.id)
		.where('state', '=', 'waiting')
		.execute();
	await db
		.deleteFrom('restore_folders')
		.where('owner_id', '=', job.ownerId)
		.where('job_id', '=', job.id)
		.execute();
	const billedAs = (isRetrieval: number) => {
		const row = waiting.find((each) => each.is_retrieval === isRetrieval);
		return { files: Number(row?.files ?? 0), bytes: Number(row?.bytes ?? 0) };
	};
	return { retrieved: billedAs(1), extended: billedAs(0) };
}

function itemOf(row: Selectable<Schema['restore_items']>): RestoreItem {
	return {
		versionId: row.version_id,
		entryId: row.entry_id,
		sizeBytes: row.size_bytes,
		isRetrieval: row.is_retrieval === 1,
		state: row.state,
		code: row.code,
		askedAt: row.asked_at,
	};
}
