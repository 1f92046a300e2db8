import type { Upload } from '../../domain/upload.ts';
import { VaultError } from '../../domain/vault-error.ts';
import type { Repositories } from '../../ports/catalog.ts';

/** The upload, if its bytes may still come. Throws `not_found`, also for one that is over. */
export async function requirePending(
	{ uploads }: Pick<Repositories, 'uploads'>,
	ownerId: string,
	uploadId: string,
): Promise<Upload> {
	const upload = (await uploads.getMany(ownerId, [uploadId])).get(uploadId);
	if (upload?.state !== 'pending') throw new VaultError('not_found');
	return upload;
}
