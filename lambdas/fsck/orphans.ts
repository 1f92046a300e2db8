import { keyPrefixes } from '../domain/object-key.ts';
import { COMPARED_AT_ONCE, forgottenParts, orphansOf } from '../orphans/find-orphans.ts';
import { hiddenAmong, lastCopies } from '../orphans/surplus.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { ListedVersion, ObjectStore } from '../ports/object-store.ts';
import { pagesOf } from '../runtime/pages.ts';
import type { Finding, Repair } from './finding.ts';

interface Deps {
	readonly catalog: Pick<Catalog, 'ledger'>;
	readonly store: ObjectStore;
}

/**
 * Objects without a row, older than `oldEnough`: versions, delete markers, and uploads in parts; and, however young, versions
 * that a row names and that lie below something newer.
 */
export async function* findOrphans(deps: Deps, oldEnough: Date): AsyncGenerator<Finding> {
	for (const prefix of Object.values(keyPrefixes)) {
		for await (const page of pagesOf(deps.store.listVersions(prefix), COMPARED_AT_ONCE)) {
			const old = page.filter(({ modifiedAt }) => modifiedAt < oldEnough);
			yield* orphansAmong(deps, await orphansOf(deps, old));
			// Behind what lies above them, so that a repair finds that gone.
			yield* findHidden(deps, page);
		}
		for await (const page of pagesOf(deps.store.listOpenUploads(prefix), COMPARED_AT_ONCE)) {
			const old = page.filter(({ startedAt }) => startedAt < oldEnough);
			for (const { key } of await forgottenParts(deps, old)) {
				const message = 'S3 holds an open upload in parts that no row names';
				yield { kind: 'orphan', subject: key, message };
			}
		}
	}
}

async function* orphansAmong(
	deps: Deps,
	orphans: readonly ListedVersion[],
): AsyncGenerator<Finding> {
	const named = await deps.catalog.ledger.namedKeys(orphans.map(({ key }) => key));
	const spared = await lastCopies(deps, orphans);
	for (const orphan of orphans) {
		const { key, objectVersionId, isMarker } = orphan;
		const what = isMarker ? 'a delete marker' : 'bytes';
		const where = { subject: key, repair: removal(deps, orphan) };
		if (isMarker) {
			const message = `S3 holds ${what} that no row names, version ${objectVersionId}`;
			yield { kind: 'orphan', ...where, message };
		} else if (spared.has(orphan)) {
			const message = `S3 holds perhaps the last copy of what a row names in another version: ${objectVersionId}`;
			yield { kind: 'orphan', subject: key, message };
		} else if (named.has(key)) {
			const message = `S3 holds another version than the one a row names: ${objectVersionId}`;
			yield { kind: 'surplus', ...where, message };
		} else {
			const message = `S3 holds ${what} that no row names, version ${objectVersionId}`;
			yield { kind: 'orphan', subject: key, message };
		}
	}
}

/** A marker hides nothing of ours on purpose, and a surplus version is the same for ever: see [Note: Surplus versions]. */
function removal(deps: Deps, object: ListedVersion): Repair {
	return {
		does: 'removed',
		async run() {
			const [still] = await orphansOf(deps, [object]);
			if (still === undefined || (await lastCopies(deps, [object])).size > 0) return false;
			return (await deps.store.deleteVersions([object])).length === 0;
		},
	};
}

async function* findHidden(
	deps: Deps,
	versions: readonly ListedVersion[],
): AsyncGenerator<Finding> {
	for (const version of await hiddenAmong(deps, versions)) {
		yield {
			kind: 'hidden',
			subject: version.key,
			message: `S3 has something newer than the version that a row names, ${version.objectVersionId}`,
			repair: {
				does: 'is the newest again',
				run: async () =>
					(await deps.store.inspectObject(version.key))?.objectVersionId ===
					version.objectVersionId,
			},
		};
	}
}
