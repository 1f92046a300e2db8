import type { RestoreRepository } from '../../ports/restores.ts';
import type { Executor } from './database.ts';
import { insertRows } from './insert-rows.ts';
import { idLists } from './statement-size.ts';

type TargetRepository = Pick<RestoreRepository, 'addTargets' | 'targets' | 'subjects'>;

export function createRestoreTargetRepository(db: Executor): TargetRepository {
	return {
		async addTargets(job, targets) {
			const rows = targets.map(({ entryId, versionId }, position) => ({
				owner_id: job.ownerId,
				job_id: job.id,
				position,
				entry_id: entryId,
				version_id: versionId ?? null,
			}));
			await insertRows(db, 'restore_targets', rows);
		},
		async targets(job) {
			const rows = await db
				.selectFrom('restore_targets')
				.select(['entry_id', 'version_id'])
				.where('owner_id', '=', job.ownerId)
				.where('job_id', '=', job.id)
				.orderBy('position')
				.execute();
			return rows.map(({ entry_id: entryId, version_id: versionId }) =>
				versionId === null ? { entryId } : { entryId, versionId },
			);
		},
		async subjects(ownerId, jobIds) {
			const subjects = new Map<string, { readonly count: number; readonly entryId: string }>();
			for (const list of idLists(jobIds)) {
				const rows = await db
					.selectFrom('restore_targets')
					.select((row) => [
						'job_id',
						row.fn.countAll().as('count'),
						row.fn.min('entry_id').as('entry_id'),
					])
					.where('owner_id', '=', ownerId)
					.where('job_id', 'in', list)
					.groupBy('job_id')
					.execute();
				for (const { job_id: jobId, count, entry_id: entryId } of rows) {
					subjects.set(jobId, { count: Number(count), entryId });
				}
			}
			return subjects;
		},
	};
}
