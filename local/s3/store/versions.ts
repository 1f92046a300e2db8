import { randomBytes } from 'node:crypto';
import type { Database, Row } from './database.ts';
import { number, text } from './database.ts';
import type { ObjectContent, ObjectVersion } from './object-version.ts';

interface NewVersion {
	readonly bucket: string;
	readonly key: string;
	/** Without versioning the new version replaces the one called `null`. */
	readonly versioned: boolean;
	readonly at: Date;
	/** Absent: a delete marker. */
	readonly content?: ObjectContent;
}

const SEQUENCE_DIGITS = 12;
const COLUMNS =
	'bucket, key, sequence, version_id, is_current, modified_ms, noncurrent_ms, content';

/** The history of every key. Methods are synchronous: use them inside a transaction. */
export class Versions {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The newest version, which may be a delete marker. */
	current(bucket: string, key: string): ObjectVersion | undefined {
		return this.#one(
			`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1`,
			[bucket, key],
		);
	}

	find(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
		return this.#one(
			`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key = ? AND version_id = ?`,
			[bucket, key, versionId],
		);
	}

	/** What a multipart upload was completed to, for as long as that is kept. */
	ofUpload(bucket: string, key: string, uploadId: string): ObjectVersion | undefined {
		return this.#one(
			`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key = ?
			AND content ->> '$.uploadId' = ?`,
			[bucket, key, uploadId],
		);
	}

	/** Makes a version the current one. `freed` are blobs that nothing names any more. */
	add(version: NewVersion): { added: ObjectVersion; freed: string[] } {
		const { bucket, key, at } = version;
		const replaced = version.versioned ? undefined : this.find(bucket, key, 'null');
		if (replaced) this.#erase(replaced);
		this.#database.run(
			'UPDATE versions SET is_current = 0, noncurrent_ms = ? WHERE bucket = ? AND key = ? AND is_current = 1',
			at.getTime(),
			bucket,
			key,
		);
		const sequence = this.#database.nextSequence();
		const versionId = version.versioned ? newVersionId(sequence) : 'null';
		this.#database.run(
			`INSERT INTO versions (${COLUMNS}) VALUES (?, ?, ?, ?, 1, ?, NULL, ?)`,
			bucket,
			key,
			sequence,
			versionId,
			at.getTime(),
			version.content ? JSON.stringify(version.content) : null,
		);
		const added = {
			bucket,
			key,
			versionId,
			sequence,
			isCurrent: true,
			modifiedAt: at,
			...(version.content && { content: version.content }),
		};
		return { added, freed: blobsOf(replaced) };
	}

	/** Takes a version out of the history; the one before it becomes current again. */
	remove(version: ObjectVersion): { freed: string[] } {
		this.#erase(version);
		const previous = this.current(version.bucket, version.key);
		if (previous && !previous.isCurrent) {
			this.#database.run(
				'UPDATE versions SET is_current = 1, noncurrent_ms = NULL WHERE bucket = ? AND key = ? AND sequence = ?',
				previous.bucket,
				previous.key,
				previous.sequence,
			);
		}
		return { freed: blobsOf(version) };
	}

	/** Changes what is known about a version without touching its bytes or its place. */
	update(version: ObjectVersion, content: ObjectContent): void {
		this.#database.run(
			'UPDATE versions SET content = ? WHERE bucket = ? AND key = ? AND sequence = ?',
			JSON.stringify(content),
			version.bucket,
			version.key,
			version.sequence,
		);
	}

	/** Current objects with keys from `key` on, in the order of their bytes. */
	objectsFrom(bucket: string, key: string, limit: number): ObjectVersion[] {
		return this.#database
			.all(
				`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key >= ?
				AND is_current = 1 AND content IS NOT NULL ORDER BY key LIMIT ?`,
				bucket,
				key,
				limit,
			)
			.map(toVersion);
	}

	/** Versions and markers from a position on: by key, the newest of each first. */
	versionsFrom(bucket: string, from: VersionPosition, limit: number): ObjectVersion[] {
		const rest = this.#database.all(
			`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key = ? AND sequence < ?
			ORDER BY sequence DESC LIMIT ?`,
			bucket,
			from.key,
			from.belowSequence,
			limit,
		);
		const following = this.#database.all(
			`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND key > ?
			ORDER BY key, sequence DESC LIMIT ?`,
			bucket,
			from.key,
			limit - rest.length,
		);
		return [...rest, ...following].map(toVersion);
	}

	/** Versions of which a copy was asked for, ready or not. */
	restored(bucket: string): ObjectVersion[] {
		return this.#database
			.all(
				`SELECT ${COLUMNS} FROM versions WHERE bucket = ? AND content ->> '$.restore' IS NOT NULL
				ORDER BY key, sequence`,
				bucket,
			)
			.map(toVersion);
	}

	/** The place after a version, even if that version is gone by now. */
	sequenceOf(bucket: string, key: string, versionId: string): number {
		if (versionId === 'null') return this.find(bucket, key, versionId)?.sequence ?? 0;
		return Number.parseInt(versionId.slice(0, SEQUENCE_DIGITS), 16);
	}

	/** Every blob that some version is made of. */
	*blobs(): Generator<string> {
		for (const row of this.#database.all('SELECT content FROM versions WHERE content NOT NULL')) {
			for (const piece of parseContent(row.content)?.pieces ?? []) yield piece.blob;
		}
	}

	#one(sql: string, values: readonly string[]): ObjectVersion | undefined {
		const row = this.#database.one(sql, ...values);
		return row && toVersion(row);
	}

	#erase({ bucket, key, sequence }: ObjectVersion): void {
		this.#database.run(
			'DELETE FROM versions WHERE bucket = ? AND key = ? AND sequence = ?',
			bucket,
			key,
			sequence,
		);
	}
}

/** A place in the order of versions: those of `key` older than a sequence, then later keys. */
export interface VersionPosition {
	readonly key: string;
	readonly belowSequence: number;
}

function blobsOf(version: ObjectVersion | undefined): string[] {
	return version?.content?.pieces.map((piece) => piece.blob) ?? [];
}

function toVersion(row: Row): ObjectVersion {
	const content = parseContent(row.content);
	const noncurrentMs = row.noncurrent_ms;
	return {
		bucket: text(row.bucket),
		key: text(row.key),
		versionId: text(row.version_id),
		sequence: number(row.sequence),
		isCurrent: row.is_current === 1,
		modifiedAt: new Date(number(row.modified_ms)),
		...(noncurrentMs !== null && { noncurrentSince: new Date(number(noncurrentMs)) }),
		...(content && { content }),
	};
}

/** The index alone writes this column, so its shape is ours. */
function parseContent(json: unknown): ObjectContent | undefined {
	return json === null ? undefined : (JSON.parse(text(json)) as ObjectContent);
}

/** 32 characters of the alphabet that AWS uses; they begin with the version's place in time. */
function newVersionId(sequence: number): string {
	const random = randomBytes(15).toString('base64url').replaceAll('-', '.');
	return sequence.toString(16).padStart(SEQUENCE_DIGITS, '0') + random;
}
