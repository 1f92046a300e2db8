import * as v from 'valibot';
import type { StoredEntry } from '../domain/entry.ts';
import { chunked, packed, type Chunk } from '../manifest-format/chunks.ts';
import {
	chunkKey,
	chunksOf,
	MANIFEST_FORMAT,
	manifestKey,
	manifestPrefix,
	manifest as manifestSchema,
	type DerivativeLine,
	type EntryLine,
	type Manifest,
	type VersionLine,
} from '../manifest-format/manifest.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Derivative } from '../ports/derivatives.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { VaultSnapshot } from '../ports/manifests.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import { pagesOf } from '../runtime/pages.ts';

export interface ManifestDeps {
	readonly catalog: Pick<Catalog, 'manifests' | 'withSnapshot'>;
	readonly documents: DocumentStore;
	readonly clock: Clock;
	/** False when the function's time is nearly up: what is left is for the next run. */
	readonly hasTimeLeft: () => boolean;
}

/** What one manifest took. */
export interface Written {
	/** Chunks that were not there already. */
	readonly chunks: number;
	/** Compressed. */
	readonly bytes: number;
}

/** S3 takes at most this many in one request. */
export const DELETE_MAX = 1000;

/**
 * Writes what has changed since the last manifest of a person: chunks first, then the manifest that names them. Nothing where
 * nothing changed. See [Note: The manifest].
 */
export async function writeManifest(deps: ManifestDeps, ownerId: string): Promise<Written> {
	const { catalog, documents } = deps;
	const before = await readManifest(documents, ownerId);
	const known = before === undefined ? new Set<string>() : chunksOf(before);
	const { written, after } = await catalog.withSnapshot(ownerId, async (snapshot) => {
		const counts = { chunks: 0, bytes: 0 };
		const keep = async (chunk: Chunk) => {
			if (known.has(chunk.sha256)) return;
			const body = await packed(chunk);
			await documents.write(chunkKey(ownerId, chunk.sha256), body, 'application/gzip');
			counts.chunks += 1;
			counts.bytes += body.length;
		};
		return { written: counts, after: await manifestOf(snapshot, deps.clock.now(), keep) };
	});
	crashPoint('manifest.afterChunks');
	if (before !== undefined && saysTheSame(before, after)) return written;
	const body = Buffer.from(JSON.stringify(after));
	await documents.write(manifestKey(ownerId), body, 'application/json');
	crashPoint('manifest.afterManifest');
	await removeUnnamed(documents, after);
	return { chunks: written.chunks, bytes: written.bytes + body.length };
}

/** Undefined where there is none yet, or none that we can read: then all is written again. */
async function readManifest(
	documents: DocumentStore,
	ownerId: string,
): Promise<Manifest | undefined> {
	const body = await documents.read(manifestKey(ownerId));
	if (body === undefined) return undefined;
	const schema = v.pipe(v.string(), v.parseJson(), manifestSchema);
	const parsed = v.safeParse(schema, Buffer.from(body).toString('utf8'));
	return parsed.success ? parsed.output : undefined;
}

async function manifestOf(
	{ vault, createdAt, entries, versions, derivatives }: VaultSnapshot,
	writtenAt: Date,
	keep: (chunk: Chunk) => Promise<void>,
): Promise<Manifest> {
	const named = async (lines: AsyncIterable<{ id: string; line: unknown }>) => {
		const names: { sha256: string; rows: number }[] = [];
		for await (const chunk of chunked(lines)) {
			await keep(chunk);
			names.push({ sha256: chunk.sha256, rows: chunk.rows });
		}
		return names;
	};
	return {
		format: MANIFEST_FORMAT,
		ownerId: vault.ownerId,
		writtenAt,
		rootId: vault.rootId,
		trashId: vault.trashId,
		purgeId: vault.purgeId,
		quotaBytes: vault.quotaBytes,
		createdAt,
		entries: await named(
			lines(
				entries,
				({ id }) => id,
				(entry) => entryLine(entry),
			),
		),
		versions: await named(lines(versions, ({ id }) => id, versionLine)),
		derivatives: await named(lines(derivatives, ({ versionId }) => versionId, derivativeLine)),
	};
}

async function* lines<Row>(
	rows: AsyncIterable<Row>,
	idOf: (row: Row) => string,
	lineOf: (row: Row) => unknown,
): AsyncGenerator<{ id: string; line: unknown }, void, void> {
	for await (const row of rows) yield { id: idOf(row), line: lineOf(row) };
}

function entryLine(entry: StoredEntry): EntryLine {
	const { id, parentId, name, rev, createdAt, updatedAt, trashed, keepsReady } = entry;
	const common = { id, parentId, name, rev, createdAt, updatedAt, trashed, keepsReady };
	if (entry.kind === 'folder') return { kind: 'folder', ...common, heightBound: entry.heightBound };
	const { versionId, contentType, modifiedAt, media } = entry;
	return { kind: 'file', ...common, versionId, contentType, modifiedAt, media };
}

function versionLine(version: StoredVersion): VersionLine {
	const { id, entryId, objectKey, s3VersionId, sizeBytes, checksum } = version;
	const { contentType, modifiedAt, media, state, createdAt } = version;
	const object = { objectKey, s3VersionId, sizeBytes, checksum, contentType };
	return { id, entryId, ...object, modifiedAt, media, state, createdAt };
}

function derivativeLine(derivative: Derivative): DerivativeLine {
	const { entryId, versionId, kind, objectKey, s3VersionId, sizeBytes, contentType } = derivative;
	return { entryId, versionId, kind, objectKey, s3VersionId, sizeBytes, contentType };
}

function saysTheSame(before: Manifest, after: Manifest): boolean {
	return JSON.stringify(before) === JSON.stringify({ ...after, writtenAt: before.writtenAt });
}

/**
 * The bucket keeps them for a while yet, for the manifests before this one. No other run is writing chunks that
 * none names yet: a claim lasts longer than a run.
 */
async function removeUnnamed(documents: DocumentStore, written: Manifest): Promise<void> {
	const { ownerId } = written;
	const named = new Set([...chunksOf(written)].map((sha256) => chunkKey(ownerId, sha256)));
	const chunks = documents.list(`${manifestPrefix(ownerId)}chunks/`);
	for await (const page of pagesOf(chunks, DELETE_MAX)) {
		const there = page.filter(({ isCurrent, isMarker }) => isCurrent && !isMarker);
		await documents.remove(there.map(({ key }) => key).filter((key) => !named.has(key)));
	}
}
