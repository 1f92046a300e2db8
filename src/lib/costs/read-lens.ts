import {
	deletionAtMost,
	deletionOf,
	type DatedVersion,
	type Deletion,
	type Held,
} from '#contract/cost-lens';
import type { Entry, Version } from '#contract/entries';
import { ARCHIVE_LEAST_BYTES, ENTRIES_PER_CALL_MAX } from '#contract/limits';
import { pricesOf, type RegionPrices } from '#contract/prices';
import { getTotals, getVaultTotals } from '#contract/totals';
import { getEntry } from '#contract/vault';
import type { Call } from '$lib/api/call';

/** What some entries come to. */
export interface Lens {
	readonly prices: RegionPrices;
	/** All versions of them, older ones included. */
	readonly held: readonly Held[];
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
			const { versions, keptId } = file;
			return {
				prices,
				held: versions.map((version) => heldBy(version, version.id === keptId)),
				deletion: deletionOf(prices, versions, now),
			};
		}
	}
	const held =
		typeof entries === 'string'
			? await inVault(ports.call, entries)
			: await below(ports.call, entries);
	return { prices, held, deletion: deletionAtMost(prices, held, now) };
}

interface FileVersions {
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
	return { versions, keptId: isKept ? entry.versionId : undefined };
}

function heldBy({ storageClass, sizeBytes }: DatedVersion, isKept: boolean): Held {
	const stays = sizeBytes < ARCHIVE_LEAST_BYTES;
	return { storageClass, stays, kept: isKept && !stays, files: 1, bytes: sizeBytes };
}

async function inVault(call: Call, part: 'trash' | 'vault'): Promise<readonly Held[]> {
	const { vault, trash } = await call(getVaultTotals, {});
	return part === 'trash' ? trash : [...vault, ...trash];
}

async function below(call: Call, entries: readonly Entry[]): Promise<readonly Held[]> {
	const held: Held[] = [];
	for (let from = 0; from < entries.length; from += ENTRIES_PER_CALL_MAX) {
		const entryIds = entries.slice(from, from + ENTRIES_PER_CALL_MAX).map(({ id }) => id);
		const answer = await call(getTotals, { entryIds });
		held.push(...answer.entries.flatMap(({ totals }) => totals));
	}
	return held;
}
