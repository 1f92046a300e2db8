import type { Selectable } from 'kysely';
import type { Batch, BatchRepository } from '../../ports/batches.ts';
import type { Executor } from './database.ts';
import type { Schema } from './schema.ts';
import { idLists } from './statement-size.ts';

export function createBatchRepository(db: Executor): BatchRepository {
	const get = async (ownerId: string, id: string): Promise<Batch | undefined> => {
		const row = await db
			.selectFrom('batches')
			.selectAll()
			.where('owner_id', '=', ownerId)
			.where('id', '=', id)
			.executeTakeFirst();
		return row && batchOf(row);
	};
	return {
		get,
		async open({ ownerId, id, fileCount, state, now }) {
			await db
				.insertInto('batches')
				.ignore()
				.values({ owner_id: ownerId, id, file_count: fileCount, state, created_at: now })
				.execute();
			const batch = await get(ownerId, id);
			if (batch === undefined) throw new Error('a batch was made and is not there');
			return batch;
		},
		async advance(ownerId, id, { endedCount, storedCount = 0, storedBytes = 0 }) {
			await db
				.updateTable('batches')
				.set((row) => ({
					ended_count: row('ended_count', '+', endedCount),
					stored_count: row('stored_count', '+', storedCount),
					stored_bytes: row('stored_bytes', '+', storedBytes),
				}))
				.where('owner_id', '=', ownerId)
				.where('id', '=', id)
				.execute();
			return get(ownerId, id);
		},
		async close(ownerId, id, now) {
			const { numUpdatedRows } = await db
				.updateTable('batches')
				.set({ state: 'closed', closed_at: now })
				.where('owner_id', '=', ownerId)
				.where('id', '=', id)
				.where('state', '=', 'open')
				.executeTakeFirstOrThrow();
			return numUpdatedRows > 0n;
		},
		idle: (before, limit) => idle(db, before, limit),
		forget: (before, limit) => forget(db, before, limit),
		async forgetOf(ownerId, limit) {
			const { numDeletedRows } = await db
				.deleteFrom('batches')
				.where('owner_id', '=', ownerId)
				.limit(limit)
				.executeTakeFirstOrThrow();
			return Number(numDeletedRows);
		},
	};
}

async function idle(db: Executor, before: Date, limit: number): Promise<readonly Batch[]> {
	const rows = await db
		.selectFrom('batches as b')
		.selectAll('b')
		.where('b.state', '=', 'open')
		.where('b.created_at', '<', before)
		.where((batch) =>
			batch.not(
				batch.exists(
					batch
						.selectFrom('uploads as u')
						.select('u.id')
						.whereRef('u.owner_id', '=', 'b.owner_id')
						.whereRef('u.batch_id', '=', 'b.id')
						.where((upload) =>
							upload.or([upload('u.state', '=', 'pending'), upload('u.created_at', '>=', before)]),
						),
				),
			),
		)
		.orderBy('b.created_at')
		.limit(limit)
		.execute();
	return rows.map(batchOf);
}

async function forget(db: Executor, before: Date, limit: number): Promise<number> {
	const rows = await db
		.selectFrom('batches as b')
		.select(['b.owner_id', 'b.id'])
		.where('b.state', 'in', ['closed', 'copying'])
		.where('b.created_at', '<', before)
		.where((batch) =>
			batch.not(
				batch.exists(
					batch
						.selectFrom('uploads as u')
						.select('u.id')
						.whereRef('u.owner_id', '=', 'b.owner_id')
						.whereRef('u.batch_id', '=', 'b.id'),
				),
			),
		)
		.limit(limit)
		.execute();
	for (const [ownerId, own] of Map.groupBy(rows, (row) => row.owner_id)) {
		for (const list of idLists(own.map(({ id }) => id))) {
			await db
				.deleteFrom('batches')
				.where('owner_id', '=', ownerId)
				.where('id', 'in', list)
				.execute();
		}
	}
	return rows.length;
}

function batchOf(row: Selectable<Schema['batches']>): Batch {
	return {
		ownerId: row.owner_id,
		id: row.id,
		fileCount: row.file_count,
		storedCount: row.stored_count,
		storedBytes: row.stored_bytes,
		endedCount: row.ended_count,
		state: row.state,
	};
}
