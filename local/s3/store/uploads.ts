import { randomBytes } from 'node:crypto';
import type { Checksum, ChecksumAlgorithm } from '../checksums.ts';
import { number, text, type Database, type Row } from './database.ts';
import type { ObjectHeaders, Piece, Tags } from './object-version.ts';

interface UploadDetails {
	readonly headers: ObjectHeaders;
	readonly storageClass: string;
	/** Absent: the object will have none. */
	readonly tags?: Tags;
	/** Where the client chose one, every part has to carry that checksum. */
	readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload extends UploadDetails {
	readonly bucket: string;
	readonly key: string;
	readonly uploadId: string;
	readonly initiatedAt: Date;
}

export interface UploadedPart extends Piece {
	readonly partNumber: number;
	readonly modifiedAt: Date;
	/** Without quotes: the MD5 of the part in hex. */
	readonly eTag: string;
	readonly checksum: Checksum | undefined;
}

/** The open multipart uploads. Methods are synchronous: use them inside a transaction. */
export class Uploads {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	create(upload: Omit<Upload, 'uploadId'>): Upload {
		const { bucket, key, initiatedAt, ...details } = upload;
		// Ids grow with time: S3 lists the uploads of one key in the order they were begun.
		const sequence = this.#database.nextSequence().toString(16).padStart(12, '0');
		const uploadId = sequence + randomBytes(24).toString('base64url').replaceAll('-', '.');
		this.#database.run(
			'INSERT INTO uploads (bucket, key, upload_id, initiated_ms, details) VALUES (?, ?, ?, ?, ?)',
			bucket,
			key,
			uploadId,
			initiatedAt.getTime(),
			JSON.stringify(details),
		);
		return { ...upload, uploadId };
	}

	find(bucket: string, key: string, uploadId: string): Upload | undefined {
		const row = this.#database.one(
			'SELECT * FROM uploads WHERE bucket = ? AND key = ? AND upload_id = ?',
			bucket,
			key,
			uploadId,
		);
		return row && toUpload(row);
	}

	/** Forgets an upload and its parts; `parts` are what it had. */
	remove(upload: Upload): UploadedPart[] {
		const parts = this.parts(upload.uploadId);
		this.#database.run('DELETE FROM parts WHERE upload_id = ?', upload.uploadId);
		this.#database.run(
			'DELETE FROM uploads WHERE bucket = ? AND key = ? AND upload_id = ?',
			upload.bucket,
			upload.key,
			upload.uploadId,
		);
		return parts;
	}

	/** The last transfer to finish replaces the part. `freed` is the blob of the one before. */
	putPart(uploadId: string, part: UploadedPart): { freed: string[] } {
		const before = this.#database.one(
			'SELECT blob FROM parts WHERE upload_id = ? AND part_number = ?',
			uploadId,
			part.partNumber,
		);
		this.#database.run(
			`INSERT OR REPLACE INTO parts
			(upload_id, part_number, modified_ms, blob, size_bytes, etag, checksum)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			uploadId,
			part.partNumber,
			part.modifiedAt.getTime(),
			part.blob,
			part.sizeBytes,
			part.eTag,
			JSON.stringify(part.checksum ?? null),
		);
		return { freed: before ? [text(before.blob)] : [] };
	}

	/** Parts after a number, ascending. */
	parts(uploadId: string, afterNumber = 0, limit = -1): UploadedPart[] {
		return this.#database
			.all(
				'SELECT * FROM parts WHERE upload_id = ? AND part_number > ? ORDER BY part_number LIMIT ?',
				uploadId,
				afterNumber,
				limit,
			)
			.map(toPart);
	}

	/** Uploads from a position on: by key, then by age. */
	from(bucket: string, { key, afterId }: UploadPosition, limit: number): Upload[] {
		return this.#database
			.all(
				`SELECT * FROM uploads WHERE bucket = ? AND (key, upload_id) > (?, ?)
				ORDER BY key, upload_id LIMIT ?`,
				bucket,
				key,
				afterId,
				limit,
			)
			.map(toUpload);
	}

	/** Begun before a moment, in one bucket. */
	initiatedBefore(bucket: string, moment: Date): Upload[] {
		return this.#database
			.all('SELECT * FROM uploads WHERE bucket = ? AND initiated_ms < ?', bucket, moment.getTime())
			.map(toUpload);
	}

	/** Every blob that some part is made of. */
	*blobs(): Generator<string> {
		for (const row of this.#database.all('SELECT blob FROM parts')) yield text(row.blob);
	}
}

/** A place in the order of uploads: those of `key` after an id, then later keys. */
export interface UploadPosition {
	readonly key: string;
	/** Empty: all uploads of the key. */
	readonly afterId: string;
}

function toUpload(row: Row): Upload {
	return {
		bucket: text(row.bucket),
		key: text(row.key),
		uploadId: text(row.upload_id),
		initiatedAt: new Date(number(row.initiated_ms)),
		// The index alone writes this column, so its shape is ours.
		...(JSON.parse(text(row.details)) as UploadDetails),
	};
}

function toPart(row: Row): UploadedPart {
	return {
		partNumber: number(row.part_number),
		modifiedAt: new Date(number(row.modified_ms)),
		blob: text(row.blob),
		sizeBytes: number(row.size_bytes),
		eTag: text(row.etag),
		checksum: (JSON.parse(text(row.checksum)) as Checksum | null) ?? undefined,
	};
}
