import { mysqlCatalog } from '../adapters/mysql-catalog/catalog.ts';
import type { Database } from '../adapters/mysql-catalog/database.ts';
import { keyPrefixes } from '../domain/object-key.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { NewId } from '../ports/new-id.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { adoptOrphans, type Adoption } from './adopt-orphans.ts';
import { purgeGhosts, type PurgedGhost } from './purge-ghosts.ts';

export interface DriftDeps {
	readonly db: Database;
	readonly store: ObjectStore;
	readonly documents: Pick<DocumentStore, 'folders'>;
	readonly now: Date;
	readonly newId: NewId;
}

export interface DriftOptions {
	readonly adopts: boolean;
	readonly purges: boolean;
	/** One person alone. Default: all. */
	readonly ownerId?: string | undefined;
	/** Ghosts that have been known since before this. */
	readonly missingBefore: Date;
}

export type Settled =
	({ readonly what: 'original' } & Adoption) | ({ readonly what: 'ghost' } & PurgedGhost);

/** Adopts first: a purged file is one that no adopted version has brought back. */
export async function* settleDrift(
	{ db, store, documents, now, newId }: DriftDeps,
	{ adopts, purges, ownerId, missingBefore }: DriftOptions,
): AsyncGenerator<Settled> {
	const deps = { catalog: mysqlCatalog(db), store, clock: { now: () => now }, newId };
	const owners = ownerId === undefined ? documents.folders(keyPrefixes.originals) : [ownerId];
	for await (const each of owners) {
		for await (const adoption of adoptOrphans(deps, { ownerId: each, adopts })) {
			yield { what: 'original', ...adoption };
		}
	}
	for await (const ghost of purgeGhosts(deps, { before: missingBefore, ownerId, purges })) {
		yield { what: 'ghost', ...ghost };
	}
}
