import { archiveState } from '#contract/archive';
import { mediaType } from '#contract/content-types';
import type * as contract from '#contract/downloads';
import type { ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import { DOWNLOAD_URL_SECONDS } from '#contract/limits';
import { contentDisposition } from '../domain/content-disposition.ts';
import type { StoredFile } from '../domain/entry.ts';
import { mayBeInline, servedType } from '../domain/served-type.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { ObjectSigner } from '../ports/object-store.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { visibleEntries } from '../visibility/visible-entries.ts';

export interface DownloadsDeps {
	readonly catalog: Catalog;
	readonly signer: ObjectSigner;
	readonly clock: Clock;
}

type DownloadRequest = ParsedRequestOf<typeof contract.signDownloads>['downloads'][number];
type SignedDownload = ResponseOf<typeof contract.signDownloads>['downloads'][number];

/** What is in the trash can still be looked at; what is being deleted forever cannot. */
export const signDownloads: UseCase<DownloadsDeps, typeof contract.signDownloads> = async (
	{ catalog, signer, clock },
	caller,
	{ downloads },
) => {
	const vault = await catalog.users.vaultOf(caller);
	const ids = downloads.map(({ entryId }) => entryId);
	const visible = await visibleEntries(catalog, vault, ids);
	const wanted = downloads.map((asked) => {
		const entry = visible.get(asked.entryId)?.entry;
		const file = entry?.kind === 'file' ? entry : undefined;
		return { asked, file, versionId: file && (asked.versionId ?? file.versionId) };
	});
	const versionIds = wanted.flatMap(({ versionId }) => versionId ?? []);
	const versions = await catalog.versions.getMany(vault.ownerId, versionIds);
	const now = clock.now();
	const answers = wanted.map(async ({ asked, file, versionId }): Promise<SignedDownload> => {
		const { entryId } = asked;
		const version = versionId === undefined ? undefined : versions.get(versionId);
		if (file === undefined || version?.entryId !== file.id || version.state !== 'ready') {
			return { entryId, outcome: 'refused', code: 'not_found' };
		}
		const source = sourceOf(asked, { file, version, now });
		if ('code' in source) return { entryId, outcome: 'refused', ...source };
		const url = await signer.signRead({ ...source, expiresInSeconds: DOWNLOAD_URL_SECONDS });
		return { entryId, outcome: 'ready', url, contentType: source.contentType };
	});
	return { expiresInSeconds: DOWNLOAD_URL_SECONDS, downloads: await Promise.all(answers) };
};

interface Available {
	readonly file: StoredFile;
	readonly version: StoredVersion;
	readonly now: Date;
}

interface Refusal {
	readonly code: ErrorCode;
	readonly readyAbout?: string;
}

interface Source {
	readonly key: string;
	readonly objectVersionId: string;
	readonly contentType: string;
	readonly contentDisposition: string;
}

function sourceOf({ as }: DownloadRequest, { file, version, now }: Available): Source | Refusal {
	if (version.missingSince !== null) return { code: 'bytes_missing' };
	const state = archiveState(version, now);
	if (state === 'archived') return { code: 'archived' };
	if (state === 'restoring' && version.readyAbout !== null) {
		return { code: 'restoring', readyAbout: version.readyAbout.toISOString() };
	}
	if (as === 'inline' && !mayBeInline(version.contentType)) {
		return { code: 'unsupported_media_type' };
	}
	return {
		key: version.objectKey,
		objectVersionId: version.s3VersionId,
		contentType:
			as === 'inline' ? inlineType(version.contentType) : servedType(version.contentType),
		contentDisposition: contentDisposition(as, file.name),
	};
}

/** Text is read as UTF-8: without being told, a browser guesses by the reader's country. */
function inlineType(declared: string): string {
	const type = mediaType(declared);
	return type === 'text/plain' ? 'text/plain; charset=utf-8' : type;
}
