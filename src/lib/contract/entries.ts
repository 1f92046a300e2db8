import * as v from 'valibot';
import { id, instant } from './ids.ts';

/** S3's storage classes the vault can meet. */
export const storageClass = v.picklist([
	'STANDARD',
	'STANDARD_IA',
	'ONEZONE_IA',
	'INTELLIGENT_TIERING',
	'GLACIER_IR',
	'GLACIER',
	'DEEP_ARCHIVE',
]);
export type StorageClass = v.InferOutput<typeof storageClass>;

/** How a version is stored; `archiveState` makes one word of it. */
const stored = {
	storageClass,
	/** Until when the restored copy of an archived version can be read; null where there is none. */
	restoredUntil: v.nullable(instant),
	/** When the copy that S3 is making will be ready, about; null where it makes none. */
	readyAbout: v.nullable(instant),
	/** Since when S3 is known not to have the bytes that the vault stored; null where nothing of the kind is known. */
	missingSince: v.nullable(instant),
};

/** What a picture, a film or a recording says of itself. Each is null where it does not, or has not been read yet. */
export const media = v.object({
	/** When it was taken. Where the file says a time without its zone, it was read in that of the device. */
	takenAt: v.nullable(instant),
	/** Of the clock that its day is told by: the camera's, where the file says its zone, else that of the device which read it. */
	utcOffsetMinutes: v.nullable(v.number()),
	/** How long it plays. */
	durationMs: v.nullable(v.number()),
	/** In pixels, as it is shown: what a camera has turned is turned. */
	width: v.nullable(v.number()),
	height: v.nullable(v.number()),
});
export type Media = v.InferOutput<typeof media>;

const common = {
	id,
	parentId: id,
	/** Canonical: see `canonicalName`. */
	name: v.string(),
	/** Counts the changes of this row; a change names the `rev` it was based on. */
	rev: v.number(),
	createdAt: instant,
	updatedAt: instant,
	/** When it was put into the trash; null elsewhere. */
	trashedAt: v.nullable(instant),
	/** It is wished to stay out of the archive, with all that lies below it. */
	keepsReady: v.boolean(),
};

/** What lies in a folder, kept on write. */
const folderTotals = v.object({
	/** Files and folders directly in it. */
	items: v.number(),
	/** Files in it and anywhere below, and the bytes of their current versions. */
	files: v.number(),
	bytes: v.number(),
});
export type FolderTotals = v.InferOutput<typeof folderTotals>;

export const folder = v.object({
	kind: v.literal('folder'),
	...common,
	totals: folderTotals,
});
export type Folder = v.InferOutput<typeof folder>;

export const file = v.object({
	kind: v.literal('file'),
	...common,
	/** The current version. */
	versionId: id,
	sizeBytes: v.number(),
	contentType: v.string(),
	...stored,
	/** Derivatives of the current version that can be asked for. */
	hasThumb: v.boolean(),
	hasPreview: v.boolean(),
	/** When the picture was taken or the file last changed on its device, if the browser said so. */
	modifiedAt: v.nullable(instant),
	/** Null where nothing of the kind is known of the current version. */
	media: v.nullable(media),
});
export type File = v.InferOutput<typeof file>;

export const entry = v.variant('kind', [folder, file]);
export type Entry = v.InferOutput<typeof entry>;

export const version = v.object({
	id,
	sizeBytes: v.number(),
	contentType: v.string(),
	...stored,
	createdAt: instant,
	current: v.boolean(),
});
export type Version = v.InferOutput<typeof version>;

/** From the top folder down to the folder itself. */
export const path = v.array(v.object({ id, name: v.string() }));
export type Path = v.InferOutput<typeof path>;

/** The nearest folder above that keeps what lies below it out of the archive; null where none does. */
export const keptBy = v.nullable(v.object({ id, name: v.string() }));

export const sort = v.picklist(['name', '-name', 'changed', '-changed', 'size', '-size']);
/** A leading minus turns the order round; folders always come first. */
export type Sort = v.InferOutput<typeof sort>;
