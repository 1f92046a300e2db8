import * as v from 'valibot';
import { unpacked } from '../manifest-format/chunks.ts';
import {
	chunkKey,
	derivativeLine,
	entryLine,
	manifestKey,
	manifest as manifestSchema,
	versionLine,
	type DerivativeLine,
	type EntryLine,
	type Manifest,
	type ManifestTable,
	type VersionLine,
} from '../manifest-format/manifest.ts';
import type { DocumentStore } from '../ports/documents.ts';

/** What a manifest says of one vault. */
export interface ManifestRows {
	readonly manifest: Manifest;
	readonly entries: readonly EntryLine[];
	readonly versions: readonly VersionLine[];
	readonly derivatives: readonly DerivativeLine[];
}

/** Undefined where there is no manifest. Rejects with a sentence where it, or a chunk it names, cannot be read. */
export async function readRows(
	documents: DocumentStore,
	ownerId: string,
): Promise<ManifestRows | undefined> {
	const body = await documents.read(manifestKey(ownerId));
	if (body === undefined) return undefined;
	const text = Buffer.from(body).toString('utf8');
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestSchema), text);
	if (!parsed.success) {
		throw new Error(
			`The manifest of ${ownerId} cannot be read: ${parsed.issues[0].message} An older version of ${manifestKey(ownerId)} may be whole.`,
		);
	}
	const manifest = parsed.output;
	return {
		manifest,
		entries: await rowsOf(documents, { manifest, table: 'entries', schema: entryLine }),
		versions: await rowsOf(documents, { manifest, table: 'versions', schema: versionLine }),
		derivatives: await rowsOf(documents, {
			manifest,
			table: 'derivatives',
			schema: derivativeLine,
		}),
	};
}

async function rowsOf<Schema extends v.GenericSchema<unknown, unknown>>(
	documents: DocumentStore,
	from: {
		readonly manifest: Manifest;
		readonly table: ManifestTable;
		readonly schema: Schema;
	},
): Promise<v.InferOutput<Schema>[]> {
	const { ownerId } = from.manifest;
	const rows: v.InferOutput<Schema>[] = [];
	for (const { sha256 } of from.manifest[from.table]) {
		const key = chunkKey(ownerId, sha256);
		const body = await documents.read(key);
		if (body === undefined) {
			throw new Error(`The manifest of ${ownerId} names ${key}, which is not there.`);
		}
		for (const row of await unpacked(body, sha256)) rows.push(v.parse(from.schema, row));
	}
	return rows;
}
