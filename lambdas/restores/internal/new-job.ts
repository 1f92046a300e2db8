import type { RestoreTier } from '#contract/restore-tiers';
import { NOTHING_BILLED, type StoredRestoreJob } from '../../domain/restore.ts';

interface NewJob {
	readonly id: string;
	readonly tier: RestoreTier;
	readonly days: number;
	readonly requestHash: Buffer;
	readonly now: Date;
}

/** A job that has found no file yet. */
export function newJob(
	ownerId: string,
	{ id, tier, days, requestHash, now }: NewJob,
): StoredRestoreJob {
	return {
		ownerId,
		id,
		requestHash,
		tier,
		days,
		state: 'finding',
		refusal: null,
		counts: { waiting: 0, restoring: 0, ready: 0, failed: 0, cancelled: 0 },
		slower: 0,
		totalBytes: 0,
		readyBytes: 0,
		billed: NOTHING_BILLED,
		estimatedUsd: null,
		readyAbout: null,
		createdAt: now,
		finishedAt: null,
	};
}
