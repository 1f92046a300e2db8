import * as v from 'valibot';
import { endpoint } from './endpoint.ts';
import { file } from './entries.ts';
import { errorCodes } from './errors.ts';
import { checksum, id, instant, sha256 } from './ids.ts';
import {
	BATCH_CALL_MAX_FILES,
	BATCH_MAX_FILES,
	COPY_CALL_MAX_FILES,
	PARTS_MAX,
	SIGN_PARTS_MAX,
} from './limits.ts';
import { readMedia } from './media.ts';
import { cursor, limit } from './pages.ts';
import { rawName } from './vault.ts';

/** Whole bytes. The largest file is judged by the use case, whose answer is `too_large` for that file alone. */
const sizeBytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const partNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(PARTS_MAX));
const uploadIds = v.pipe(v.array(id), v.minLength(1), v.maxLength(BATCH_CALL_MAX_FILES));
/** As the browser declares it; kept for display, and only an allow-list is ever sent back inline. */
const contentType = v.pipe(
	v.string(),
	v.maxLength(255),
	v.regex(/^[\x20-\x7e]*$/, 'must be printable ASCII'),
);

/** A form to POST one object with: the fields in order, then the bytes as the last field, `file`. */
const form = v.object({ url: v.string(), fields: v.record(v.string(), v.string()) });
export type Form = v.InferOutput<typeof form>;

/** How the bytes travel. */
const transfer = v.variant('kind', [
	v.object({ kind: v.literal('form'), form }),
	v.object({ kind: v.literal('parts'), partSizeBytes: v.number(), partCount: v.number() }),
]);
export type Transfer = v.InferOutput<typeof transfer>;

const failure = {
	code: v.picklist(errorCodes),
	reason: v.optional(v.string()),
};

/** The whole batch as the person chose it: how many files it has in all its calls. */
const batch = v.strictObject({
	id,
	fileCount: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(BATCH_MAX_FILES)),
});

/** What to do where the folder already has a file of that name. `ask` reserves nothing and answers `conflict`. */
const onConflict = v.picklist(['ask', 'keep-both', 'new-version', 'skip']);
export type OnConflict = v.InferOutput<typeof onConflict>;

/**
 * Reserves room for a batch of files, or for a part of one, before anything exists in S3.
 * Idempotent by (`batch.id`, `ref`): repeating it gives the same uploads with fresh forms.
 */
export const beginUploads = endpoint({
	name: 'beginUploads',
	function: 'uploads',
	method: 'POST',
	path: '/uploads/begin',
	request: v.strictObject({
		batch,
		files: v.pipe(
			v.array(
				v.strictObject({
					/** The browser's own id for this file of this batch. */
					ref: id,
					parentId: id,
					name: rawName,
					sizeBytes,
					contentType,
					/** Of the whole file; needed up to `SINGLE_REQUEST_MAX_BYTES`, null above. */
					sha256: v.nullable(sha256),
					/** The file's own time of change, if the device says. */
					modifiedAt: v.nullable(instant),
					/** As the browser has read it from the file's beginning. */
					media: v.optional(v.nullable(v.strictObject(readMedia)), null),
					onConflict,
				}),
			),
			v.minLength(1),
			v.maxLength(BATCH_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		/** In the order of the request. */
		files: v.array(
			v.variant('outcome', [
				v.object({ ref: id, outcome: v.literal('send'), uploadId: id, transfer }),
				/** Finished before: this is the answer to a repeated request. */
				v.object({ ref: id, outcome: v.literal('stored'), uploadId: id, file }),
				/** The folder has the same bytes under the same name already. */
				v.object({ ref: id, outcome: v.literal('already-here'), entryId: id }),
				v.object({ ref: id, outcome: v.literal('skipped'), entryId: id }),
				/** Asked for `ask`: the entry in the way. Nothing is reserved. */
				v.object({
					ref: id,
					outcome: v.literal('conflict'),
					entryId: id,
					kind: v.picklist(['file', 'folder']),
					sizeBytes: v.nullable(v.number()),
					updatedAt: instant,
					/** The file in the way, with its picture; null for a folder. Pages loaded before it was told take the two fields above. */
					file: v.nullable(file),
				}),
				v.object({ ref: id, outcome: v.literal('refused'), ...failure }),
			]),
		),
	}),
});

/**
 * Copies the current versions of files to a folder, each under its name or, where that is taken, with a number. S3 copies the bytes: none of them
 * travel. Room is reserved first, as for an upload. Idempotent by (`batch.id`, `ref`): a file that is `copying` goes on
 * when the call is repeated, and one that is never gone on with is given up like an unfinished upload. What is in the archive is
 * refused, `archived` or `restoring`, until it can be read.
 */
export const copyFiles = endpoint({
	name: 'copyFiles',
	function: 'uploads',
	method: 'POST',
	path: '/files/copy',
	request: v.strictObject({
		batch,
		files: v.pipe(
			v.array(
				v.strictObject({
					/** The browser's own id for this copy. */
					ref: id,
					entryId: id,
					/** The folder the copy comes to lie in. */
					parentId: id,
				}),
			),
			v.minLength(1),
			v.maxLength(COPY_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		/** In the order of the request. */
		files: v.array(
			v.variant('outcome', [
				v.object({ ref: id, outcome: v.literal('copied'), file }),
				/** S3 has copied so many of its bytes: the call is to be repeated. */
				v.object({ ref: id, outcome: v.literal('copying'), copiedBytes: v.number() }),
				v.object({ ref: id, outcome: v.literal('refused'), ...failure }),
			]),
		),
	}),
});

/** What S3 already holds of an upload, and how to go on. */
export const resumeUpload = endpoint({
	name: 'resumeUpload',
	function: 'uploads',
	method: 'POST',
	path: '/uploads/resume',
	request: v.strictObject({ uploadId: id }),
	response: v.object({
		transfer,
		/** Parts S3 has, by number; empty for a form. */
		held: v.array(v.object({ partNumber, sizeBytes: v.number(), sha256 })),
	}),
});

/** Addresses for a window of parts; each is good for exactly the given bytes. */
export const signParts = endpoint({
	name: 'signParts',
	function: 'uploads',
	method: 'POST',
	path: '/uploads/sign-parts',
	request: v.strictObject({
		uploadId: id,
		parts: v.pipe(
			v.array(v.strictObject({ partNumber, sha256 })),
			v.minLength(1),
			v.maxLength(SIGN_PARTS_MAX),
		),
	}),
	response: v.object({
		parts: v.array(
			v.object({
				partNumber,
				url: v.string(),
				/** Sent with the PUT as they are. */
				headers: v.record(v.string(), v.string()),
			}),
		),
	}),
});

/**
 * Tells that the bytes are in S3: the server looks, compares size and checksum and lists the file.
 * Idempotent; the event of S3 takes the same path, and the second of the two changes nothing.
 */
export const completeUploads = endpoint({
	name: 'completeUploads',
	function: 'uploads',
	method: 'POST',
	path: '/uploads/complete',
	request: v.strictObject({
		uploads: v.pipe(
			/** `checksum` as the browser computed it from the bytes it read. */
			v.array(v.strictObject({ uploadId: id, checksum })),
			v.minLength(1),
			v.maxLength(BATCH_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		/** In the order of the request. */
		files: v.array(
			v.variant('outcome', [
				v.object({ uploadId: id, outcome: v.literal('stored'), file }),
				v.object({ uploadId: id, outcome: v.literal('failed'), ...failure }),
			]),
		),
	}),
});

/** Gives uploads up: their room is free at once, their bytes go. What is stored already stays. Idempotent. */
export const abortUploads = endpoint({
	name: 'abortUploads',
	function: 'uploads',
	method: 'POST',
	path: '/uploads/abort',
	request: v.strictObject({ uploadIds }),
	response: v.object({ abortedIds: v.array(id) }),
});

/** One page of the caller's uploads that have begun and are neither stored nor given up, oldest first, so that another device can see them. */
export const listUnfinishedUploads = endpoint({
	name: 'listUnfinishedUploads',
	function: 'uploads',
	method: 'GET',
	path: '/uploads/unfinished',
	request: v.strictObject({ cursor, limit }),
	response: v.object({
		uploads: v.array(
			v.object({
				uploadId: id,
				batchId: id,
				ref: id,
				parentId: id,
				name: v.string(),
				sizeBytes: v.number(),
				createdAt: instant,
				expiresAt: instant,
			}),
		),
		nextCursor: v.nullable(v.string()),
	}),
});

/** Pictures made in the browser from an upload's file. */
export const derivativeKind = v.picklist(['thumb', 'preview']);
export type DerivativeKind = v.InferOutput<typeof derivativeKind>;

const derivative = { versionId: id, kind: derivativeKind };

/**
 * Forms to send thumbnails and previews with, for uploads and versions of the caller (an upload becomes the version of the same id). They count
 * against an allowance of their own, `DERIVATIVES_SHARE` of the quota; while a form may be used no other content is signed for the same one.
 */
export const signDerivatives = endpoint({
	name: 'signDerivatives',
	function: 'uploads',
	method: 'POST',
	path: '/derivatives/sign',
	request: v.strictObject({
		derivatives: v.pipe(
			v.array(
				v.strictObject({
					...derivative,
					sizeBytes,
					sha256,
					contentType: v.picklist(['image/webp', 'image/jpeg', 'image/png']),
				}),
			),
			v.minLength(1),
			v.maxLength(BATCH_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		derivatives: v.array(
			v.variant('outcome', [
				v.object({ ...derivative, outcome: v.literal('send'), form }),
				/** It is there already, and stays as it is. */
				v.object({ ...derivative, outcome: v.literal('recorded') }),
				v.object({ ...derivative, outcome: v.literal('refused'), ...failure }),
			]),
		),
	}),
});

/** Tells that derivatives are in S3; the event of S3 does the same. Idempotent. */
export const recordDerivatives = endpoint({
	name: 'recordDerivatives',
	function: 'uploads',
	method: 'POST',
	path: '/derivatives/record',
	request: v.strictObject({
		derivatives: v.pipe(
			v.array(v.strictObject(derivative)),
			v.minLength(1),
			v.maxLength(BATCH_CALL_MAX_FILES),
		),
	}),
	response: v.object({
		derivatives: v.array(v.object({ ...derivative, outcome: v.picklist(['recorded', 'missing']) })),
	}),
});
