import { archiveState } from '#contract/archive';
import {
	copiesOfVersion,
	deletionAtMost,
	deletionOf,
	restorableOf,
	type DatedVersion,
	type Deletion,
	type Held,
} from '#contract/cost-lens';
import type { Entry, File, Version } from '#contract/entries';
import type { HeldCopies } from '#contract/held-copies';
import { ARCHIVE_LEAST_BYTES, ENTRIES_PER_CALL_MAX } from '#contract/limits';
import { pricesOf, type RegionPrices, type Restorable } from '#contract/prices';
import { getTotals, getVaultTotals, type CopyTotal, type Total } from '#contract/totals';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';

/** What some entries come to. */
export interface Lens {
	readonly prices: RegionPrices;
	/** All versions of them, older ones included. */
	readonly held: readonly Held[];
	/** Restored copies of them that can be read now. */
	readonly copies: readonly HeldCopies[];
	/** What restoring them asks S3 for. */
	readonly restorable: Restorable['retrieved'];
	readonly deletion: Deletion;
}

interface LensPorts {
	readonly call: Call;
	readonly region: () => Promise<string>;
}

/** What is reckoned: files and folders, all that lies in the trash, or all there is. */
export type LensSubject = readonly Entry[] | 'trash' | 'vault';

/** Throws `ApiError`. */
export async function readLens(ports: LensPorts, entries: LensSubject): Promise<Lens> {
	const prices = pricesOf(await ports.region());
	const now = new Date();
	const [only] = entries;
	if (typeof only === 'object' && entries.length === 1 && only.kind === 'file') {
		const file = await fileOf(ports.call, only.id);
		if (file !== undefined) {
			const { current, versions, keptId } = file;
			return {
				prices,
				held: versions.map((version) => heldBy(version, version.id === keptId)),
				copies: versions.flatMap((version) => copiesOfVersion(version, now)),
				restorable: restorableFile(current, now),
				deletion: deletionOf(prices, versions, now),
			};
		}
	}
	const { held, copies, restored } =
		typeof entries === 'string'
			? await inVault(ports.call, entries)
			: await below(ports.call, entries);
	const restorable = restorableOf(restored.held, restored.copies);
	return {
		prices,
		held,
		copies,
		restorable,
		deletion: deletionAtMost(prices, { held, copies }, now),
	};
}

function restorableFile(file: File, now: Date): Restorable['retrieved'] {
	const isArchived = archiveState(file, now) === 'archived';
	return isArchived ? { files: 1, bytes: file.sizeBytes } : { files: 0, bytes: 0 };
}

interface FileVersions {
	readonly current: File;
	/** Each with its age. */
	readonly versions: readonly Version[];
	/** The one that is kept ready, if any: the current one alone can be. */
	readonly keptId: string | undefined;
}

/** Undefined where there are more versions than one page of them. */
async function fileOf(call: Call, entryId: string): Promise<FileVersions | undefined> {
	const { entry, keptBy, versions, nextCursor } = await call(getEntry, { entryId });
	if (entry.kind !== 'file' || nextCursor !== null) return undefined;
	const isKept = entry.keepsReady || keptBy !== null;
	return { current: entry, versions, keptId: isKept ? entry.versionId : undefined };
}

function heldBy({ storageClass, sizeBytes }: DatedVersion, isKept: boolean): Held {
	const stays = sizeBytes < ARCHIVE_LEAST_BYTES;
	return { storageClass, stays, kept: isKept && !stays, files: 1, bytes: sizeBytes };
}

interface Holding {
	readonly held: readonly Total[];
	readonly copies: readonly CopyTotal[];
}

/** All that is meant, and what of it a restore would mean. */
interface Subject extends Holding {
	readonly restored: Holding;
}

/** The whole vault with its trash; what lies there no one restores. */
async function inVault(call: Call, part: 'trash' | 'vault'): Promise<Subject> {
	const { vault, trash, copies } = await call(getVaultTotals, {});
	const inTrash = { held: trash, copies: copies.trash };
	if (part === 'trash') return { ...inTrash, restored: inTrash };
	const all = { held: [...vault, ...trash], copies: [...copies.vault, ...copies.trash] };
	return { ...all, restored: { held: vault, copies: copies.vault } };
}

async function below(call: Call, entries: readonly Entry[]): Promise<Subject> {
	const held: Total[] = [];
	const copies: CopyTotal[] = [];
	for (let from = 0; from < entries.length; from += ENTRIES_PER_CALL_MAX) {
		const entryIds = entries.slice(from, from + ENTRIES_PER_CALL_MAX).map(({ id }) => id);
		const answer = await call(getTotals, { entryIds });
		held.push(...answer.entries.flatMap(({ totals }) => totals));
		copies.push(...answer.copies);
	}
	return { held, copies, restored: { held, copies } };
}
