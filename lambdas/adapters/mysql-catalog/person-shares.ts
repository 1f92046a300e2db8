import { PERSON_REQUESTS_BURST, PERSON_REQUESTS_PER_SECOND } from '#contract/limits';
import { sql } from 'kysely';
import type { PersonShareRepository, ShareOf } from '../../ports/person-shares.ts';
import type { Executor } from './database.ts';

export function createPersonShareRepository(db: Executor): PersonShareRepository {
	return {
		take: (share, requests, now) => take(db, share, { requests, now }),
		async forget(before, limit) {
			const { numDeletedRows } = await db
				.deleteFrom('person_shares')
				.where('filled_ms', '<', before.getTime())
				.limit(limit)
				.executeTakeFirstOrThrow();
			return Number(numDeletedRows);
		},
	};
}

interface Taking {
	readonly requests: number;
	readonly now: Date;
}

async function take(db: Executor, share: ShareOf, taking: Taking): Promise<boolean> {
	if (await takeFromRow(db, share, taking)) return true;
	// None is left, or it is the first time: of two first times at once one makes the row, and both take from it.
	await db
		.insertInto('person_shares')
		.ignore()
		.values({
			owner_id: share.ownerId,
			function_name: share.functionName,
			requests: PERSON_REQUESTS_BURST,
			filled_ms: taking.now.getTime(),
		})
		.execute();
	return takeFromRow(db, share, taking);
}

/** Fills the bucket, and takes from it where that leaves nothing below 0, in one statement. */
async function takeFromRow(
	db: Executor,
	{ ownerId, functionName }: ShareOf,
	{ requests, now }: Taking,
): Promise<boolean> {
	const nowMs = now.getTime();
	// Clocks of two processes differ by milliseconds: the later one has filled the bucket already.
	const filled = sql<number>`least(${PERSON_REQUESTS_BURST},
		requests + greatest(0, ${nowMs} - filled_ms) * ${PERSON_REQUESTS_PER_SECOND / 1000})`;
	// Assigned from left to right: `filled_ms` is the old one where `requests` is reckoned.
	const { numAffectedRows } = await sql`update person_shares
		set requests = ${filled} - ${requests}, filled_ms = greatest(filled_ms, ${nowMs})
		where owner_id = ${ownerId} and function_name = ${functionName} and ${filled} >= ${requests}`.execute(
		db,
	);
	return numAffectedRows === 1n;
}
