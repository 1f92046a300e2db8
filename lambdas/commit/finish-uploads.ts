import type { ErrorCode } from '#contract/errors';
import type { StoredFile } from '../domain/entry.ts';
import { compositeChecksum, partsAreWhole } from '../domain/upload-plan.ts';
import { keepsPromise, type Upload } from '../domain/upload.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { S3_PARALLEL, type CommitDeps } from './commit-deps.ts';
import { commitUploads, type HeldUpload } from './commit-uploads.ts';
import { endUploads } from './end-uploads.ts';
import { storedFiles } from './stored-files.ts';

/** An upload that the browser, S3 or the sweep says has arrived. */
export interface Claim {
	readonly uploadId: string;
	/** As the browser computed it. Absent where S3 itself says that the object is there. */
	readonly checksum?: string;
}

export type Finished =
	| { readonly outcome: 'stored'; readonly file: StoredFile }
	| { readonly outcome: 'failed'; readonly code: ErrorCode };

/** Uploads committed in one transaction: it holds the vault for a tenth of a second. Of twice as many it would hardly need fewer statements. */
const COMMIT_MAX = 250;

/**
 * [Note: One way to finish] The browser's word, the event of S3 and the sweep all end here: put the
 * parts together if there are any, look at what S3 holds, compare it with what was promised, and make
 * it a version in one transaction. The second of them finds it done and gets the same answer.
 */
export async function finishUploads(
	deps: CommitDeps,
	ownerId: string,
	claims: readonly Claim[],
): Promise<ReadonlyMap<string, Finished>> {
	const ids = claims.map(({ uploadId }) => uploadId);
	const uploads = await deps.catalog.uploads.getMany(ownerId, ids);
	deps.logContext.addBatches(uploads.values().map(({ batchId }) => batchId));
	const inspected = await inParallel(claims, S3_PARALLEL, async (claim) => {
		const upload = uploads.get(claim.uploadId);
		return upload?.state === 'pending' ? inspectUpload(deps, upload, claim) : undefined;
	});
	crashPoint('finish.afterLook');
	const held = inspected.flatMap((each) => (each?.kind === 'held' ? [each] : []));
	const fileIds = new Map<string, string>();
	const committed = new Map<string, StoredFile>();
	for (let i = 0; i < held.length; i += COMMIT_MAX) {
		for (const [id, file] of await commitUploads(deps, ownerId, held.slice(i, i + COMMIT_MAX))) {
			fileIds.set(id, file.id);
			// Of two versions of one file, both are answered with the file as the later one left it.
			committed.set(file.id, file);
		}
	}
	await removeMismatches(
		deps,
		ownerId,
		inspected.flatMap((each) => (each?.kind === 'mismatch' ? [each] : [])),
	);
	const before = await storedFiles(
		deps.catalog,
		ownerId,
		ids.filter((id) => !fileIds.has(id)),
	);
	return new Map(
		claims.map(({ uploadId }, i): [string, Finished] => {
			const fileId = fileIds.get(uploadId);
			const file = fileId === undefined ? before.get(uploadId) : committed.get(fileId);
			return [
				uploadId,
				file === undefined
					? { outcome: 'failed', code: failureOf(inspected[i]) }
					: { outcome: 'stored', file },
			];
		}),
	);
}

/** Not what was promised: it is taken away, and the upload with it. */
interface Mismatch extends HeldUpload {
	readonly kind: 'mismatch';
}

type Inspected =
	| ({ readonly kind: 'held' } & HeldUpload)
	| Mismatch
	| { readonly kind: 'failed'; readonly code: ErrorCode };

function failureOf(inspected: Inspected | undefined): ErrorCode {
	switch (inspected?.kind) {
		case 'mismatch':
			return 'content_mismatch';
		case 'failed':
			return inspected.code;
		// Unknown, another person's, given up, or deleted forever since.
		case 'held':
		case undefined:
			return 'not_found';
	}
}

/** One that S3 does not answer for, or refuses us, fails alone: it stays pending and may be asked again. */
async function inspectUpload(
	{ store, logContext }: CommitDeps,
	upload: Upload,
	claim: Claim,
): Promise<Inspected> {
	try {
		const refusal = await putTogether(store, upload, claim);
		if (refusal !== undefined) return { kind: 'failed', code: refusal };
		const object = await store.inspectObject(upload.objectKey);
		if (object === undefined) return { kind: 'failed', code: 'not_uploaded' };
		if (!keepsPromise(upload, object)) {
			return { kind: 'mismatch', upload, object };
		}
		// What S3 holds is what was promised, but not what the browser says it has read.
		if (claim.checksum !== undefined && claim.checksum !== object.checksum) {
			return { kind: 'failed', code: 'content_mismatch' };
		}
		return { kind: 'held', upload, object };
	} catch (error) {
		// An event and the sweep come again with all of it.
		if (claim.checksum === undefined) throw error;
		if (error instanceof VaultError) return { kind: 'failed', code: error.code };
		logContext.reportFault(error);
		return { kind: 'failed', code: 'internal' };
	}
}

/** Only a browser that has sent all parts asks for this; an event comes when it is done. */
async function putTogether(
	store: ObjectStore,
	{ objectKey: key, multipartId, partSizeBytes, sizeBytes }: Upload,
	{ checksum }: Claim,
): Promise<ErrorCode | undefined> {
	if (partSizeBytes === null || checksum === undefined) return undefined;
	if (multipartId === null) return 'parts_mismatch';
	const parts = await store.listParts({ key, multipartId });
	crashPoint('finish.afterListParts');
	// It was put together before, and the answer was lost: what lies there decides.
	if (parts === undefined) return undefined;
	if (!partsAreWhole(sizeBytes, partSizeBytes, parts)) return 'parts_mismatch';
	if (compositeChecksum(parts) !== checksum) return 'parts_mismatch';
	const outcome = await store.completeParts({ key, multipartId }, parts);
	crashPoint('finish.afterCompleteParts');
	return outcome === 'mismatch' ? 'parts_mismatch' : undefined;
}

/** They are orphaned first, and gone after: what is not taken away here is for the sweep to find. */
async function removeMismatches(
	deps: CommitDeps,
	ownerId: string,
	mismatches: readonly Mismatch[],
): Promise<void> {
	if (mismatches.length === 0) return;
	const ids = mismatches.map(({ upload }) => upload.id);
	await deps.catalog.withLockedOwner(ownerId, (repositories) =>
		endUploads({ ...deps, repositories }, ownerId, ids),
	);
	crashPoint('mismatch.afterEnd');
	await deps.store.deleteVersions(
		mismatches.map(({ upload, object }) => ({
			key: upload.objectKey,
			objectVersionId: object.objectVersionId,
		})),
	);
}
