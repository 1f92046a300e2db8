import type { StoredFile } from '../domain/entry.ts';
import type { Upload } from '../domain/upload.ts';
import { onBehalfOf } from '../ports/caller.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { addVersions, type Arrival } from './add-versions.ts';
import { advanceBatch } from './advance-batch.ts';
import type { CommitDeps } from './commit-deps.ts';
import { planSurplusCheck } from './plan-surplus-check.ts';

/** An upload whose bytes S3 holds, as promised. */
export interface HeldUpload extends Arrival {
	readonly upload: Upload;
}

/**
 * Makes them versions of files, all in one transaction, and answers with these files by upload id. Those
 * that are not pending any more are left as they are, and left out.
 */
export async function commitUploads(
	{ catalog, clock, newId }: Pick<CommitDeps, 'catalog' | 'clock' | 'newId'>,
	ownerId: string,
	held: readonly HeldUpload[],
): Promise<ReadonlyMap<string, StoredFile>> {
	const stored = await catalog.withLockedVault(onBehalfOf(ownerId), async (repositories, vault) => {
		const ids = held.map(({ upload }) => upload.id);
		const now = await repositories.uploads.getMany(ownerId, ids);
		const arrived = held.filter(({ upload }) => now.get(upload.id)?.state === 'pending');
		if (arrived.length === 0) return new Map<string, StoredFile>();
		const files = await addVersions({ repositories, vault, newId, now: clock.now() }, arrived);
		await repositories.uploads.end(
			ownerId,
			arrived.map(({ upload }) => upload.id),
			'stored',
		);
		await planSurplusCheck(
			repositories,
			clock,
			arrived.map(({ upload }) => upload.objectKey),
		);
		const bytes = sumOf(arrived);
		await repositories.users.charge(ownerId, { usedBytes: bytes, reservedBytes: -bytes });
		for (const [batchId, uploads] of Map.groupBy(arrived, ({ upload }) => upload.batchId)) {
			const count = uploads.length;
			const by = { endedCount: count, storedCount: count, storedBytes: sumOf(uploads) };
			await advanceBatch({ repositories, clock, newId }, { ownerId, batchId }, by);
		}
		crashPoint('finish.beforeCommit');
		return files;
	});
	crashPoint('finish.afterCommit');
	return stored;
}

function sumOf(held: readonly HeldUpload[]): number {
	return held.reduce((sum, { upload }) => sum + upload.sizeBytes, 0);
}
