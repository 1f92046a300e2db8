import { storageClass } from '#contract/entries';
import * as v from 'valibot';
import type { StoredEntry } from '../domain/entry.ts';
import type { EntryLine, VersionLine } from '../manifest-format/manifest.ts';
import type { Derivative } from '../ports/derivatives.ts';
import type { ListedVersion } from '../ports/object-store.ts';
import type { StoredVersion } from '../ports/versions.ts';
import { currentVersion, kindsOf } from '../visibility/current-version.ts';
import type { HeldObjects } from './held-objects.ts';
import type { ManifestRows } from './read-rows.ts';

/** The rows of one vault, as far as S3 holds what they name. */
export interface VaultPlan {
	readonly entries: readonly StoredEntry[];
	readonly versions: readonly StoredVersion[];
	readonly derivatives: readonly Derivative[];
	/** Names of files of which S3 holds no version any more. */
	readonly lost: readonly string[];
}

export interface Held {
	readonly originals: HeldObjects;
	readonly derivatives: HeldObjects;
}

/**
 * What was being deleted forever stays deleted: it is left out, and what is left of its bytes is orphaned. A file
 * whose current version is gone shows the newest that is left. What lay in a folder that is not there lies at the top.
 */
export function planVault(rows: ManifestRows, held: Held): VaultPlan {
	const { ownerId, rootId } = rows.manifest;
	const lines = linesToKeep(rows);
	const versions = rows.versions
		.filter(({ state, entryId }) => state === 'ready' && lines.has(entryId))
		.flatMap((line) => versionOf(ownerId, line, held.originals) ?? []);
	const versionsOf = Map.groupBy(versions, ({ entryId }) => entryId);
	const derivatives = derivativesOf(rows, versions, held.derivatives);
	const kinds = kindsOf(derivatives);
	const entries: StoredEntry[] = [];
	const lost: string[] = [];
	for (const line of lines.values()) {
		const placed = hasParent(line, lines, ownerId) ? line : { ...line, parentId: rootId };
		if (placed.kind === 'folder') {
			entries.push({ ownerId, ...placed });
			continue;
		}
		const current = currentOf(placed, versionsOf.get(placed.id) ?? []);
		if (current === undefined) lost.push(placed.name);
		else entries.push({ ...placed, ownerId, ...currentVersion(current, kinds(current.id)) });
	}
	return { entries, versions, derivatives, lost };
}

/** As S3 has just listed it. An archived one may still be restored; asking S3 to restore it tells so at once. */
export const notRestored = {
	missingSince: null,
	restoredUntil: null,
	readyAbout: null,
	restoring: null,
	lookedAt: null,
	staysReady: null,
} as const;

/** Everything but what lies in the purge folder. By id. */
function linesToKeep({ entries, manifest }: ManifestRows): ReadonlyMap<string, EntryLine> {
	const byId = new Map(entries.map((line) => [line.id, line]));
	const fates = new Map<string, boolean>([[manifest.purgeId, true]]);
	const isPurged = (line: EntryLine): boolean => {
		const known = fates.get(line.id);
		if (known !== undefined) return known;
		// Until its parent is looked at: a circle of folders, which no vault has, would have no end.
		fates.set(line.id, false);
		const parent = byId.get(line.parentId);
		const fate = line.parentId === manifest.purgeId || (parent !== undefined && isPurged(parent));
		fates.set(line.id, fate);
		return fate;
	};
	const kept = entries.filter((line) => line.id === manifest.purgeId || !isPurged(line));
	return new Map(kept.map((line) => [line.id, line]));
}

/** The three top folders hang from their owner. */
function hasParent(
	{ parentId }: EntryLine,
	lines: ReadonlyMap<string, EntryLine>,
	ownerId: string,
): boolean {
	return parentId === ownerId || lines.get(parentId)?.kind === 'folder';
}

function versionOf(
	ownerId: string,
	line: VersionLine,
	originals: HeldObjects,
): StoredVersion | undefined {
	const object = objectOf(line, originals);
	if (object === undefined) return undefined;
	return {
		...line,
		ownerId,
		storageClass: v.parse(storageClass, object.storageClass),
		...notRestored,
	};
}

function objectOf(
	{ objectKey, s3VersionId }: Pick<VersionLine, 'objectKey' | 's3VersionId'>,
	held: HeldObjects,
): ListedVersion | undefined {
	return held.get(objectKey)?.find((each) => each.objectVersionId === s3VersionId);
}

function derivativesOf(
	{ derivatives, manifest }: ManifestRows,
	versions: readonly StoredVersion[],
	held: HeldObjects,
): readonly Derivative[] {
	const ids = new Set(versions.map(({ id }) => id));
	return derivatives
		.filter((line) => ids.has(line.versionId) && objectOf(line, held) !== undefined)
		.map((line) => ({ ...line, ownerId: manifest.ownerId }));
}

function currentOf(
	{ versionId }: { readonly versionId: string },
	versions: readonly StoredVersion[],
): StoredVersion | undefined {
	return versions.find(({ id }) => id === versionId) ?? newestOf(versions);
}

function newestOf(versions: readonly StoredVersion[]): StoredVersion | undefined {
	return versions.toSorted(
		(a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
	)[0];
}
