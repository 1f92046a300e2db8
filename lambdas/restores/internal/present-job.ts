import type { RestoreJob } from '#contract/restores';
import type { StoredRestoreJob } from '../../domain/restore.ts';

/** What its owner sees of it. */
export function presentRestoreJob(job: StoredRestoreJob): RestoreJob {
	const { counts } = job;
	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	return {
		id: job.id,
		state: job.state,
		refusal: job.state === 'refused' ? job.refusal : null,
		tier: job.tier,
		days: job.days,
		files: { total, ...counts },
		bytes: { total: job.totalBytes, ready: job.readyBytes },
		slower: job.slower,
		estimatedUsd: job.estimatedUsd,
		readyAbout: counts.restoring > 0 ? (job.readyAbout?.toISOString() ?? null) : null,
		createdAt: job.createdAt.toISOString(),
		finishedAt: job.finishedAt?.toISOString() ?? null,
	};
}
