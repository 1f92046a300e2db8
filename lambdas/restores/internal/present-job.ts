import type { RestoreJob } from '#contract/restores';
import type { StoredRestoreJob } from '../../domain/restore.ts';
import type { Vault } from '../../domain/vault.ts';
import type { Repositories } from '../../ports/catalog.ts';
import { visibleEntries } from '../../visibility/visible-entries.ts';

type Reader = Pick<Repositories, 'entries' | 'restores' | 'tree'>;

/** What its owner sees of one job. */
export async function presentRestoreJob(
	reader: Reader,
	vault: Vault,
	job: StoredRestoreJob,
): Promise<RestoreJob> {
	const subjects = await subjectsOf(reader, vault, [job]);
	return presented(job, subjects.get(job.id));
}

/** The same for several, in their order. */
export async function presentRestoreJobs(
	reader: Reader,
	vault: Vault,
	jobs: readonly StoredRestoreJob[],
): Promise<RestoreJob[]> {
	const subjects = await subjectsOf(reader, vault, jobs);
	return jobs.map((job) => presented(job, subjects.get(job.id)));
}

type Subject = RestoreJob['subject'];

/** By job. A job that means one entry goes by its name, so that it is called alike on every device. */
async function subjectsOf(
	reader: Reader,
	vault: Vault,
	jobs: readonly StoredRestoreJob[],
): Promise<ReadonlyMap<string, Subject>> {
	const { ownerId, rootId } = vault;
	const ids = jobs.map(({ id }) => id);
	const targets = await reader.restores.subjects(ownerId, ids);
	const single = [...targets.values()].flatMap(({ count, entryId }) =>
		count === 1 && entryId !== rootId ? entryId : [],
	);
	const visible = await visibleEntries(reader, vault, single);
	const subjects = [...targets].map(([jobId, { count, entryId }]): [string, Subject] => {
		if (count > 1) return [jobId, { kind: 'entries', count }];
		if (entryId === rootId) return [jobId, { kind: 'vault' }];
		return [jobId, { kind: 'entry', name: visible.get(entryId)?.entry.name ?? null }];
	});
	return new Map(subjects);
}

function presented(
	job: StoredRestoreJob,
	subject: Subject = { kind: 'entries', count: 0 },
): RestoreJob {
	const { counts } = job;
	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	return {
		id: job.id,
		subject,
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
