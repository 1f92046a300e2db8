import type { StoredRestoreJob } from '../../domain/restore.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { Repositories } from '../../ports/catalog.ts';

/** Throws `not_found`, for another person's job too. */
export async function requireJob(
	{ restores }: Pick<Repositories, 'restores'>,
	ownerId: string,
	jobId: string,
): Promise<StoredRestoreJob> {
	const job = await restores.get(ownerId, jobId);
	if (job === undefined) throw new VaultError('not_found');
	return job;
}
