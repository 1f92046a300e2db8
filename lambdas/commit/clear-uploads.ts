import type { Upload } from '../domain/upload.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { S3_PARALLEL } from './commit-deps.ts';

/**
 * Takes away what given-up uploads have left in S3. A courtesy: what S3 does not give up now, or what
 * still comes on an address that is good for some minutes more, the sweep finds later.
 */
export async function clearUploads(store: ObjectStore, ended: readonly Upload[]): Promise<void> {
	await inParallel(ended, S3_PARALLEL, async (upload) => {
		try {
			await clear(store, upload);
		} catch (error) {
			if (!(error instanceof VaultError)) throw error;
		}
	});
}

async function clear(store: ObjectStore, { objectKey: key, multipartId }: Upload): Promise<void> {
	if (multipartId !== null) await store.abortParts({ key, multipartId });
	for await (const object of store.listVersions(key)) await store.deleteVersions([object]);
	crashPoint('abort.afterDelete');
}
