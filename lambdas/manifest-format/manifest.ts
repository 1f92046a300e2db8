import { derivativeKind } from '#contract/uploads';
import * as v from 'valibot';

/**
 * [Note: The manifest] What the database alone knows of a vault, kept in the bucket, so that a vault can be
 * built again from the bucket alone (`npm run rebuild`), and read without us: names, folders, trash and
 * dates; which version of S3 is which version of a file. Below `m/PERSON/`:
 *
 *     manifest.json                  the vault, and the chunks of its three tables in order
 *     chunks/SHA256.jsonl.gz         rows, one JSON object a line; named by the SHA-256 of the lines
 *
 * A chunk ends behind a row whose id says so, and not after a number of rows: a row that comes or goes
 * changes the chunk it is in and no other. So a night in which little has changed writes little. Chunks
 * are written before the manifest that names them, and removed when no manifest names them any more; the
 * bucket keeps what is replaced or removed for 30 days (resources/vault-bucket.yml).
 *
 * What S3 says of an object is not repeated here: its class, and until when it is restored.
 */
export const MANIFEST_FORMAT = 1;

const id = v.pipe(v.string(), v.uuid());
const time = v.pipe(
	v.string(),
	v.isoTimestamp(),
	v.transform((text) => new Date(text)),
);
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const number = v.nullable(v.pipe(v.number(), v.safeInteger()));
/** Absent in manifests of earlier releases. */
const media = v.optional(
	v.nullable(
		v.object({
			takenAt: v.nullable(time),
			utcOffsetMinutes: number,
			durationMs: number,
			width: number,
			height: number,
		}),
	),
	null,
);

const chunkName = v.object({
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	rows: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});

export const manifest = v.object({
	format: v.literal(MANIFEST_FORMAT),
	ownerId: id,
	/** When what it says was so. */
	writtenAt: time,
	rootId: id,
	trashId: id,
	purgeId: id,
	/** Bytes. */
	quotaBytes: bytes,
	createdAt: time,
	entries: v.array(chunkName),
	versions: v.array(chunkName),
	derivatives: v.array(chunkName),
});
export type Manifest = v.InferOutput<typeof manifest>;

const common = {
	id,
	parentId: id,
	name: v.string(),
	rev: v.pipe(v.number(), v.safeInteger()),
	createdAt: time,
	updatedAt: time,
	/** Absent in manifests of earlier releases. */
	keepsReady: v.optional(v.boolean(), false),
	/** Directly in the trash, or on the way out of it. */
	trashed: v.nullable(
		v.object({
			at: time,
			fromId: id,
			fromPath: v.pipe(v.array(v.string()), v.readonly()),
			sweepAt: time,
		}),
	),
};

export const entryLine = v.variant('kind', [
	v.object({ kind: v.literal('folder'), ...common, heightBound: bytes }),
	v.object({
		kind: v.literal('file'),
		...common,
		versionId: id,
		contentType: v.string(),
		modifiedAt: v.nullable(time),
		media,
	}),
]);
export type EntryLine = v.InferOutput<typeof entryLine>;

export const versionLine = v.object({
	id,
	entryId: id,
	objectKey: v.string(),
	s3VersionId: v.string(),
	sizeBytes: bytes,
	/** As S3 says it: the SHA-256 in base64, of the whole or of its parts. */
	checksum: v.string(),
	contentType: v.string(),
	modifiedAt: v.nullable(time),
	media,
	state: v.picklist(['ready', 'deleting']),
	createdAt: time,
});
export type VersionLine = v.InferOutput<typeof versionLine>;

export const derivativeLine = v.object({
	entryId: id,
	versionId: id,
	kind: derivativeKind,
	objectKey: v.string(),
	s3VersionId: v.string(),
	sizeBytes: bytes,
	contentType: v.string(),
});
export type DerivativeLine = v.InferOutput<typeof derivativeLine>;

/** The three tables, in the order in which a manifest lists them. */
const tables = ['entries', 'versions', 'derivatives'] as const;
export type ManifestTable = (typeof tables)[number];

/** Where everything of one person's manifest lies. */
export function manifestPrefix(ownerId: string): string {
	return `${MANIFESTS}${ownerId}/`;
}

export const MANIFESTS = 'm/';

export function manifestKey(ownerId: string): string {
	return `${manifestPrefix(ownerId)}manifest.json`;
}

export function chunkKey(ownerId: string, sha256: string): string {
	return `${manifestPrefix(ownerId)}chunks/${sha256}.jsonl.gz`;
}

/** SHA-256 of every chunk that a manifest names. */
export function chunksOf(written: Manifest): ReadonlySet<string> {
	return new Set(tables.flatMap((table) => written[table].map(({ sha256 }) => sha256)));
}
