import { sql } from 'kysely';
import { transact, type Database, type Executor } from '../adapters/mysql-catalog/database.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Finding, Repair } from './finding.ts';

/**
 * Of a batch this young every upload still has its row, in days: the sweep forgets uploads 14 days after their
 * time is over. What an older one has counted nothing tells any more.
 */
const REMEMBERED_DAYS = 14;

interface Counts {
	owner_id: string;
	id: string;
	ended_count: number;
	stored_count: number;
	stored_bytes: number;
	ended: string | number | null;
	arrived: string | number | null;
	bytes: string | number | null;
}

/** What each batch has counted, against its uploads. */
export async function* findWrongBatches(db: Database, now: Date): AsyncGenerator<Finding> {
	const since = new Date(now.getTime() - REMEMBERED_DAYS * 24 * 3600 * 1000);
	const remembered = sql`b.created_at > ${since}`;
	for (const row of await countsOf(db, remembered)) {
		if (isRight(row)) continue;
		const told = `${String(row.ended_count)} over, ${String(row.stored_count)} stored with ${String(row.stored_bytes)} bytes`;
		const { ended, stored, bytes } = numbersOf(row);
		const counted = `${String(ended)}, ${String(stored)} and ${String(bytes)}`;
		const message = `says ${told}; its uploads make ${counted}`;
		yield { kind: 'batch', subject: row.id, message, repair: recount(db, row) };
	}
}

function numbersOf(row: Counts) {
	return {
		ended: Number(row.ended ?? 0),
		stored: Number(row.arrived ?? 0),
		bytes: Number(row.bytes ?? 0),
	};
}

function isRight(row: Counts): boolean {
	const { ended, stored, bytes } = numbersOf(row);
	return row.ended_count === ended && row.stored_count === stored && row.stored_bytes === bytes;
}

/** An upload that was given up and tried again has its own id for a ref, and counts no more. */
async function countsOf(db: Executor, which: ReturnType<typeof sql>): Promise<readonly Counts[]> {
	const { rows } = await sql<Counts>`
		select b.owner_id, b.id, b.ended_count, b.stored_count, b.stored_bytes,
			sum(case when u.state <> 'pending' and u.ref <> u.id then 1 else 0 end) as ended,
			sum(case when u.state = 'stored' then 1 else 0 end) as arrived,
			sum(case when u.state = 'stored' then u.size_bytes else 0 end) as bytes
		from batches b left join uploads u on u.owner_id = b.owner_id and u.batch_id = b.id
		where ${which}
		group by b.owner_id, b.id, b.ended_count, b.stored_count, b.stored_bytes`.execute(db);
	return rows;
}

function recount(db: Database, { owner_id: ownerId, id }: Counts): Repair {
	return {
		does: 'counted anew',
		run: () =>
			transact(db, async (transaction) => {
				await lockAnyVault(transaction, ownerId);
				const [row] = await countsOf(transaction, sql`b.owner_id = ${ownerId} and b.id = ${id}`);
				if (row === undefined) return false;
				const { ended, stored, bytes } = numbersOf(row);
				await transaction
					.updateTable('batches')
					.set({ ended_count: ended, stored_count: stored, stored_bytes: bytes })
					.where('owner_id', '=', ownerId)
					.where('id', '=', id)
					.execute();
				return true;
			}),
	};
}
