import type { ResponseOf } from '#contract/endpoint';
import type * as contract from '#contract/uploads';
import { S3_PARALLEL } from '../commit/commit-deps.ts';
import { storedFiles } from '../commit/stored-files.ts';
import type { UseCase } from '../ports/use-case.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { presentFile } from '../visibility/present-entry.ts';
import type { UploadsDeps } from './deps.ts';
import type { AskedUpload, Decision } from './internal/decide-uploads.ts';
import { reserveUploads } from './internal/reserve-uploads.ts';
import { prepareTransfer } from './internal/transfer.ts';

type BegunFile = ResponseOf<typeof contract.beginUploads>['files'][number];

/** Reserves quota in one transaction; only when that is committed does anything come to be in S3. */
export const beginUploads: UseCase<UploadsDeps, typeof contract.beginUploads> = async (
	deps,
	caller,
	request,
) => {
	const { ownerId } = caller;
	deps.logContext.addBatches([request.batch.id]);
	const decisions = await reserveUploads(deps, caller, request);
	const storedIds = decisions.flatMap((each) => (each.kind === 'stored' ? [each.upload.id] : []));
	const files = await storedFiles(deps.catalog, ownerId, storedIds);
	const answers = await inParallel(
		request.files.map((asked, i): [AskedUpload, Decision | undefined] => [asked, decisions[i]]),
		S3_PARALLEL,
		async ([{ ref }, decision]): Promise<BegunFile> => {
			if (decision === undefined) throw new Error('a file was left undecided');
			return begunFile(deps, { ref, decision, files });
		},
	);
	return { files: answers };
};

interface DecidedFile {
	readonly ref: string;
	readonly decision: Decision;
	readonly files: Awaited<ReturnType<typeof storedFiles>>;
}

async function begunFile(
	deps: UploadsDeps,
	{ ref, decision, files }: DecidedFile,
): Promise<BegunFile> {
	switch (decision.kind) {
		case 'send': {
			const transfer = await prepareTransfer(deps, decision.upload);
			return { ref, outcome: 'send', uploadId: decision.upload.id, transfer };
		}
		case 'stored': {
			const file = files.get(decision.upload.id);
			if (file === undefined) return { ref, outcome: 'refused', code: 'not_found' };
			return { ref, outcome: 'stored', uploadId: decision.upload.id, file: presentFile(file) };
		}
		case 'already-here':
			return { ref, outcome: 'already-here', entryId: decision.upload.entryId };
		case 'skipped':
			return { ref, outcome: 'skipped', entryId: decision.upload.entryId };
		case 'conflict': {
			const { entry } = decision;
			return {
				ref,
				outcome: 'conflict',
				entryId: entry.id,
				kind: entry.kind,
				sizeBytes: entry.kind === 'file' ? entry.sizeBytes : null,
				updatedAt: entry.updatedAt.toISOString(),
				file: entry.kind === 'file' ? presentFile(entry) : null,
			};
		}
		case 'refused': {
			const { code, reason } = decision;
			return { ref, outcome: 'refused', code, reason };
		}
	}
}
