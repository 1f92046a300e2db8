import { mediaType } from '#contract/content-types';
import type { ParsedRequestOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import { FILE_MAX_BYTES, UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { canonicalName } from '#contract/names';
import type * as contract from '#contract/uploads';
import type { StoredEntry } from '../../domain/entry.ts';
import { foldName } from '../../domain/fold-name.ts';
import { plausibleMedia } from '../../domain/media.ts';
import { originalKey } from '../../domain/object-key.ts';
import type { RemainingQuota } from '../../domain/remaining-quota.ts';
import { planUpload } from '../../domain/upload-plan.ts';
import { requestHash, type Upload } from '../../domain/upload.ts';

export type BeginRequest = ParsedRequestOf<typeof contract.beginUploads>;
export type AskedUpload = BeginRequest['files'][number];

/** What becomes of one file that a person wants to upload. */
export type Decision =
	/** Begins now, or has begun before. */
	| { readonly kind: 'send' | 'stored' | 'already-here' | 'skipped'; readonly upload: Upload }
	| { readonly kind: 'conflict'; readonly entry: StoredEntry }
	| { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason?: string };

/** An entry that has the name already. `sameBatch`: it came with this very batch, which never is a conflict. */
export interface Namesake {
	readonly entry: StoredEntry;
	/** Of its current version; undefined for a folder. */
	readonly checksum: string | undefined;
	readonly sameBatch: boolean;
}

/** All a decision depends on, read at once before the first one. */
export interface Surroundings {
	readonly ownerId: string;
	readonly batchId: string;
	readonly now: Date;
	readonly newId: () => string;
	readonly remainingQuota: Pick<RemainingQuota, 'take'>;
	/** Uploads that this batch began before, by ref; those that were given up may be tried anew. */
	readonly begun: ReadonlyMap<string, Upload>;
	/** Folders that something can be put into. */
	readonly liveFolderIds: ReadonlySet<string>;
	namesake(parentId: string, foldedName: string): Namesake | undefined;
}

/** Decides on one file; spends quota where it is to be sent. */
export function decideUpload(asked: AskedUpload, around: Surroundings): Decision {
	const before = around.begun.get(asked.ref);
	if (before !== undefined && before.state !== 'aborted') return repeated(asked, before);
	const verdict = canonicalName(asked.name);
	if (!verdict.ok) return { kind: 'refused', code: 'bad_name', reason: verdict.reason };
	if (!around.liveFolderIds.has(asked.parentId)) return { kind: 'refused', code: 'not_found' };
	if (asked.sizeBytes > FILE_MAX_BYTES) return { kind: 'refused', code: 'too_large' };
	if (planUpload(asked.sizeBytes).kind === 'form' && asked.sha256 === null) {
		return { kind: 'refused', code: 'bad_request', reason: 'sha256' };
	}
	const { name } = verdict;
	const met = around.namesake(asked.parentId, foldName(name));
	const inTheWay = met === undefined || met.sameBatch ? undefined : met;
	const make = (state: Upload['state'], entryId?: string) =>
		newUpload(asked, { name, state, entryId, around });
	const sent = (entryId?: string): Decision => {
		const code = around.remainingQuota.take(asked.sizeBytes);
		if (code !== undefined) return { kind: 'refused', code };
		return { kind: 'send', upload: make('pending', entryId) };
	};
	switch (inTheWay === undefined ? 'keep-both' : asked.onConflict) {
		case 'ask':
			if (inTheWay !== undefined && holdsTheSame(inTheWay, asked)) {
				return { kind: 'already-here', upload: make('here', inTheWay.entry.id) };
			}
			if (inTheWay !== undefined) return { kind: 'conflict', entry: inTheWay.entry };
			break;
		case 'skip':
			return { kind: 'skipped', upload: make('skipped', inTheWay?.entry.id) };
		case 'new-version':
			// A folder has no versions: the file comes beside it.
			return sent(inTheWay?.entry.kind === 'file' ? inTheWay.entry.id : undefined);
		case 'keep-both':
			break;
	}
	return sent();
}

const repeatedKind = {
	pending: 'send',
	stored: 'stored',
	here: 'already-here',
	skipped: 'skipped',
} as const;

function repeated(asked: AskedUpload, before: Upload): Decision {
	if (before.state === 'aborted' || !before.requestHash.equals(requestHash(asked))) {
		return { kind: 'refused', code: 'idempotency_mismatch' };
	}
	return { kind: repeatedKind[before.state], upload: before };
}

function holdsTheSame({ entry, checksum }: Namesake, asked: AskedUpload): boolean {
	return (
		entry.kind === 'file' &&
		entry.sizeBytes === asked.sizeBytes &&
		asked.sha256 !== null &&
		checksum === asked.sha256
	);
}

interface NewUpload {
	readonly name: string;
	readonly state: Upload['state'];
	/** Of the file it adds to or is in its way; absent: it becomes a new one. */
	readonly entryId: string | undefined;
	readonly around: Surroundings;
}

function newUpload(asked: AskedUpload, { name, state, entryId, around }: NewUpload): Upload {
	const { ownerId, batchId, now, newId } = around;
	const id = newId();
	const place = { ownerId, entryId: entryId ?? newId(), versionId: id };
	const plan = planUpload(asked.sizeBytes);
	const modifiedAt = asked.modifiedAt === null ? null : new Date(asked.modifiedAt);
	return {
		ownerId,
		id,
		batchId,
		ref: asked.ref,
		requestHash: requestHash(asked),
		entryId: place.entryId,
		parentId: asked.parentId,
		name,
		onConflict: asked.onConflict,
		sizeBytes: asked.sizeBytes,
		sha256: asked.sha256,
		contentType: mediaType(asked.contentType),
		modifiedAt,
		media: plausibleMedia(asked.media, { modifiedAt, now }),
		objectKey: originalKey(place),
		multipartId: null,
		partSizeBytes: plan.kind === 'parts' ? plan.partSizeBytes : null,
		state,
		expiresAt: new Date(now.getTime() + UPLOAD_LIFE_SECONDS * 1000),
		createdAt: now,
	};
}
