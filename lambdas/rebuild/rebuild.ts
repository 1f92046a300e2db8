import type { Database } from '../adapters/mysql-catalog/database.ts';
import { keyPrefixes } from '../domain/object-key.ts';
import { topFoldersOf } from '../domain/top-folders.ts';
import { MANIFEST_FORMAT, MANIFESTS } from '../manifest-format/manifest.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { adoptObjects } from './adopt-objects.ts';
import { heldDerivatives, heldOriginals } from './held-objects.ts';
import { planVault } from './plan-vault.ts';
import { readRows, type ManifestRows } from './read-rows.ts';
import { isKnown, writeVault } from './write-vault.ts';

export interface RebuildDeps {
	readonly db: Database;
	readonly store: ObjectStore;
	readonly documents: DocumentStore;
	readonly now: Date;
	readonly newId: () => string;
	/** Bytes, for a vault without a manifest. */
	readonly quotaBytes: number;
}

/** What became of one person's vault. */
export type Rebuilt = { readonly ownerId: string } & (
	| { readonly outcome: 'already-there' }
	| {
			readonly outcome: 'rebuilt';
			/** When the manifest was written; undefined where there is none. */
			readonly asOf: Date | undefined;
			readonly folders: number;
			readonly files: number;
			readonly versions: number;
			/** Versions that came after the manifest was written. */
			readonly recovered: number;
			/** Names of files of which S3 holds no version. */
			readonly lost: readonly string[];
	  }
);

/**
 * Builds vaults from the bucket alone, one person after another, into a database that is migrated and does not
 * know them. Who is known is left alone. It may be stopped anywhere and run again.
 * See [Note: The manifest].
 */
export async function* rebuild(deps: RebuildDeps, only?: string): AsyncGenerator<Rebuilt> {
	for (const ownerId of only === undefined ? await ownersIn(deps) : [only]) {
		if (await isKnown(deps.db, ownerId)) yield { ownerId, outcome: 'already-there' };
		else yield await rebuildVault(deps, ownerId);
	}
}

async function ownersIn({ documents }: RebuildDeps): Promise<readonly string[]> {
	const owners = new Set<string>();
	for (const prefix of [MANIFESTS, keyPrefixes.originals]) {
		for await (const name of documents.folders(prefix)) owners.add(name);
	}
	return [...owners].filter((name) => OWNER.test(name)).sort();
}

const OWNER = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

async function rebuildVault(deps: RebuildDeps, ownerId: string): Promise<Rebuilt> {
	const { store, documents } = deps;
	const written = await readRows(documents, ownerId);
	const rows = written ?? emptyVault(deps, ownerId);
	const originals = await heldOriginals(store, ownerId);
	const derivatives = await heldDerivatives(store, ownerId);
	const planned = planVault(rows, { originals, derivatives });
	const plan = await adoptObjects(deps, rows, planned, originals);
	await writeVault(deps.db, rows.manifest, plan);
	const folders = plan.entries.filter(({ kind }) => kind === 'folder').length;
	return {
		ownerId,
		outcome: 'rebuilt',
		asOf: written?.manifest.writtenAt,
		folders: folders - TOP_FOLDERS,
		files: plan.entries.length - folders,
		versions: plan.versions.length,
		recovered: plan.recovered,
		lost: plan.lost,
	};
}

const TOP_FOLDERS = 3;

/** A vault that came after the last manifests were written. */
function emptyVault({ now, newId, quotaBytes }: RebuildDeps, ownerId: string): ManifestRows {
	const folders = { rootId: newId(), trashId: newId(), purgeId: newId() };
	return {
		manifest: {
			format: MANIFEST_FORMAT,
			ownerId,
			writtenAt: now,
			...folders,
			quotaBytes,
			createdAt: now,
			entries: [],
			versions: [],
			derivatives: [],
		},
		entries: [...topFoldersOf({ ownerId, now, ...folders })],
		versions: [],
		derivatives: [],
	};
}
