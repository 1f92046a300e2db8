import type { ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import type * as contract from '#contract/uploads';
import { S3_PARALLEL } from '../commit/commit-deps.ts';
import { finishUploads } from '../commit/finish-uploads.ts';
import { storedFiles } from '../commit/stored-files.ts';
import type { Upload } from '../domain/upload.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Caller } from '../ports/caller.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { presentFile } from '../visibility/present-entry.ts';
import { presentMedia } from '../visibility/present-media.ts';
import { abortUploads } from './abort-uploads.ts';
import type { UploadsDeps } from './deps.ts';
import { CopyBudget, copyBytes, type CopyProgress } from './internal/copy-bytes.ts';
import { copySources, type CopySource } from './internal/copy-source.ts';
import type { AskedUpload, Decision } from './internal/decide-uploads.ts';
import { reserveUploads } from './internal/reserve-uploads.ts';

type CopyRequest = ParsedRequestOf<typeof contract.copyFiles>;
type CopyAnswer = ResponseOf<typeof contract.copyFiles>['files'][number];

/** A copy is an upload whose bytes S3 has already: reserved, finished and swept like any other. See [Note: Copies of archived files]. */
export const copyFiles: UseCase<UploadsDeps, typeof contract.copyFiles> = async (
	deps,
	caller,
	{ batch, files },
) => {
	deps.logContext.addBatches([batch.id]);
	const entryIds = [...new Set(files.map(({ entryId }) => entryId))];
	const now = deps.clock.now();
	const sources = await copySources(deps.catalog, caller, { entryIds, now });
	const answers = new Map<string, CopyAnswer>();
	const ready: Ready[] = [];
	for (const { ref, entryId, parentId } of files) {
		const source = sources.get(entryId) ?? 'not_found';
		if (typeof source === 'string') answers.set(ref, { ref, outcome: 'refused', code: source });
		else ready.push({ asked: askedOf(source, { ref, parentId }), source });
	}
	for (const answer of await copyReady(deps, caller, { batch, ready }))
		answers.set(answer.ref, answer);
	return {
		files: files.map(
			({ ref }) => answers.get(ref) ?? { ref, outcome: 'refused', code: 'internal' },
		),
	};
};

interface Ready {
	readonly asked: AskedUpload;
	readonly source: CopySource;
}

interface ReadyFiles {
	readonly batch: CopyRequest['batch'];
	readonly ready: readonly Ready[];
}

function askedOf(
	{ file, version }: CopySource,
	{ ref, parentId }: Pick<AskedUpload, 'ref' | 'parentId'>,
): AskedUpload {
	const { sizeBytes } = version;
	return {
		ref,
		parentId,
		name: file.name,
		sizeBytes,
		contentType: file.contentType,
		sha256: sizeBytes <= SINGLE_REQUEST_MAX_BYTES ? version.checksum : null,
		modifiedAt: file.modifiedAt?.toISOString() ?? null,
		media: presentMedia(file.media),
		onConflict: 'keep-both',
	};
}

async function copyReady(
	deps: UploadsDeps,
	caller: Caller,
	{ batch, ready }: ReadyFiles,
): Promise<readonly CopyAnswer[]> {
	if (ready.length === 0) return [];
	const { ownerId } = caller;
	const request = { batch, files: ready.map(({ asked }) => asked) };
	const decisions = await reserveUploads(deps, caller, request, { state: 'copying' });
	const storedIds = decisions.flatMap((each) => (each.kind === 'stored' ? [each.upload.id] : []));
	const before = await storedFiles(deps.catalog, ownerId, storedIds);
	const budget = new CopyBudget();
	const attempts = await inParallel(
		ready.map((each, i) => ({ ...each, decision: decisions[i] })),
		S3_PARALLEL,
		(each) => attempt(deps, each, budget),
	);
	crashPoint('copy.afterBytes');
	const claims = attempts.flatMap(({ uploadId, checksum, progress }) =>
		progress === 'whole' && uploadId !== undefined ? [{ uploadId, checksum }] : [],
	);
	const finished = await finishUploads(deps, ownerId, claims);
	await giveUp(deps, caller, attempts);
	return attempts.map(({ ref, uploadId = '', progress }): CopyAnswer => {
		if (typeof progress === 'object') return { ref, outcome: 'copying', ...progress };
		if (progress !== 'whole' && progress !== 'before')
			return { ref, outcome: 'refused', code: progress };
		const end = finished.get(uploadId);
		const file = end?.outcome === 'stored' ? end.file : before.get(uploadId);
		if (file !== undefined) return { ref, outcome: 'copied', file: presentFile(file) };
		return { ref, outcome: 'refused', code: end?.outcome === 'failed' ? end.code : 'not_found' };
	});
}

interface Attempt {
	readonly ref: string;
	readonly uploadId: string | undefined;
	/** What S3 has to show for the copy. */
	readonly checksum: string;
	/** `before`: a call before this one has stored it. */
	readonly progress: 'whole' | 'before' | { readonly copiedBytes: number } | ErrorCode;
}

async function attempt(
	deps: UploadsDeps,
	{ asked, source, decision }: Ready & { readonly decision: Decision | undefined },
	budget: CopyBudget,
): Promise<Attempt> {
	const { ref } = asked;
	const { checksum } = source.version;
	if (decision?.kind === 'stored')
		return { ref, uploadId: decision.upload.id, checksum, progress: 'before' };
	if (decision?.kind !== 'send') {
		// Beside `keep-both` nothing is skipped or asked about.
		const progress = decision?.kind === 'refused' ? decision.code : 'internal';
		return { ref, uploadId: undefined, checksum, progress };
	}
	const { upload } = decision;
	return {
		ref,
		uploadId: upload.id,
		checksum,
		progress: await copyOne(deps, { upload, source }, budget),
	};
}

async function copyOne(
	deps: UploadsDeps,
	{ upload, source: { version } }: { readonly upload: Upload; readonly source: CopySource },
	budget: CopyBudget,
): Promise<Attempt['progress']> {
	const from = { key: version.objectKey, objectVersionId: version.s3VersionId };
	try {
		return progressOf(await copyBytes(deps, { upload, from }, budget));
	} catch (error) {
		// It stays reserved: the same call goes on with it.
		if (error instanceof VaultError) return error.code;
		deps.logContext.reportFault(error);
		return 'internal';
	}
}

function progressOf(progress: CopyProgress): Attempt['progress'] {
	switch (progress.state) {
		case 'whole':
			return 'whole';
		case 'partly':
			return { copiedBytes: progress.copiedBytes };
		case 'gone':
			return 'bytes_missing';
		case 'archived':
			return 'archived';
	}
}

/** What S3 cannot copy now keeps no room. */
async function giveUp(
	deps: UploadsDeps,
	caller: Caller,
	attempts: readonly Attempt[],
): Promise<void> {
	const uploadIds = attempts.flatMap(({ uploadId, progress }) =>
		uploadId !== undefined && (progress === 'bytes_missing' || progress === 'archived')
			? [uploadId]
			: [],
	);
	if (uploadIds.length > 0) await abortUploads(deps, caller, { uploadIds });
}
