import { sql } from 'kysely';
import { transact, type Database, type Executor } from '../adapters/mysql-catalog/database.ts';
import { lockAnyVault } from '../adapters/mysql-catalog/users.ts';
import type { Finding, Repair } from './finding.ts';
import { pagesById } from './pages.ts';

/** Jobs read at a time; each is counted by its own index. */
const PAGE = 100;

const counted = ['waiting', 'restoring', 'ready', 'failed', 'cancelled'] as const;
type Counted = (typeof counted)[number];

interface Job {
	readonly owner_id: string;
	readonly id: string;
	readonly told: Readonly<Record<Counted, number>>;
	readonly found: Readonly<Record<Counted, number>>;
}

/** What each restore counts, against its files. */
export async function* findWrongRestores(db: Database): AsyncGenerator<Finding> {
	for await (const page of pagesById(PAGE, (after) => jobsAfter(db, after))) {
		for (const { owner_id: ownerId, id } of page) {
			const job = await countsOf(db, ownerId, id);
			if (job === undefined || isRight(job)) continue;
			const message = `says ${inWords(job.told)}; its files make ${inWords(job.found)}`;
			yield { kind: 'restore', subject: id, message, repair: recount(db, ownerId, id) };
		}
	}
}

/** By the job's id, which its owner chose: two that chose the same across the end of a page are looked at another time. */
async function jobsAfter(db: Database, after: string) {
	return (
		db
			.selectFrom('restore_jobs')
			.select(['owner_id', 'id'])
			.where('id', '>', after)
			// One that is over loses its files before it is forgotten itself.
			.where('finished_at', 'is', null)
			.orderBy('id')
			.limit(PAGE)
			.execute()
	);
}

async function countsOf(db: Executor, ownerId: string, id: string): Promise<Job | undefined> {
	const row = await db
		.selectFrom('restore_jobs')
		.selectAll()
		.where('owner_id', '=', ownerId)
		.where('id', '=', id)
		.executeTakeFirst();
	if (row === undefined) return undefined;
	const { rows } = await sql<{ state: Counted; files: string | number }>`
		select state, count(*) as files from restore_items
		where owner_id = ${ownerId} and job_id = ${id} group by state`.execute(db);
	const files = new Map(rows.map((each) => [each.state, Number(each.files)]));
	return {
		owner_id: ownerId,
		id,
		told: {
			waiting: row.waiting_count,
			restoring: row.restoring_count,
			ready: row.ready_count,
			failed: row.failed_count,
			cancelled: row.cancelled_count,
		},
		found: {
			waiting: files.get('waiting') ?? 0,
			restoring: files.get('restoring') ?? 0,
			ready: files.get('ready') ?? 0,
			failed: files.get('failed') ?? 0,
			cancelled: files.get('cancelled') ?? 0,
		},
	};
}

function isRight({ told, found }: Job): boolean {
	return counted.every((state) => told[state] === found[state]);
}

function inWords(counts: Job['told']): string {
	return counted.map((state) => `${String(counts[state])} ${state}`).join(', ');
}

function recount(db: Database, ownerId: string, id: string): Repair {
	return {
		does: 'counted anew',
		run: () =>
			transact(db, async (transaction) => {
				await lockAnyVault(transaction, ownerId);
				const job = await countsOf(transaction, ownerId, id);
				if (job === undefined) return false;
				await transaction
					.updateTable('restore_jobs')
					.set({
						waiting_count: job.found.waiting,
						restoring_count: job.found.restoring,
						ready_count: job.found.ready,
						failed_count: job.found.failed,
						cancelled_count: job.found.cancelled,
					})
					.where('owner_id', '=', ownerId)
					.where('id', '=', id)
					.execute();
				return true;
			}),
	};
}
