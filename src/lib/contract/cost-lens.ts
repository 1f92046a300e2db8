import type { StorageClass } from './entries.ts';
import { copiesCost, copiesInMonths, type HeldCopies } from './held-copies.ts';
import {
	DAYS_PER_MONTH,
	GB,
	heldPrice,
	restorePrice,
	type RegionPrices,
	type Restorable,
} from './prices.ts';

/** Versions of one class that the lifecycle treats alike. */
export interface Held {
	readonly storageClass: StorageClass;
	/** No rule moves them: they are smaller than 128 KiB. */
	readonly stays: boolean;
	/** They are kept ready: the lifecycle moves them to Standard-IA and no further. */
	readonly kept: boolean;
	readonly files: number;
	readonly bytes: number;
}

/**
 * As it is billed `months` of 30 days from now if nothing is added or deleted. Exact without knowing the age of a file: Standard means
 * younger than 30 days, so that it is in Standard-IA 30 days on, Standard-IA younger than 60, and everything that moves at all is archived
 * 60 days on (`originals-archive` in lambdas/resources/vault-bucket.yml).
 */
export function inMonths(held: readonly Held[], months: number): readonly Held[] {
	let aged = held;
	for (let month = 0; month < Math.min(months, 2); month += 1)
		aged = aged.map((each) => ({ ...each, storageClass: nextClass(each) }));
	return aged;
}

function nextClass({ storageClass, stays, kept }: Held): StorageClass {
	if (stays) return storageClass;
	if (storageClass === 'STANDARD') return 'STANDARD_IA';
	return storageClass === 'STANDARD_IA' && !kept ? 'GLACIER' : storageClass;
}

/** What people are told of how something is kept: at once, cheaply, or in the archive. */
export type Shelf = 'ready' | 'cool' | 'archived';

function shelfOf(storageClass: StorageClass): Shelf {
	if (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') return 'archived';
	return storageClass === 'STANDARD' || storageClass === 'INTELLIGENT_TIERING' ? 'ready' : 'cool';
}

/** What keeping it costs a month by how it is kept, in US dollars. Not rounded. */
export type ShelfCosts = Readonly<Record<Shelf, number>>;

export function shelfCosts(prices: RegionPrices, held: readonly Held[]): ShelfCosts {
	const costs = { ready: 0, cool: 0, archived: 0 };
	for (const each of held) costs[shelfOf(each.storageClass)] += heldPrice(prices, each);
	return costs;
}

export function monthlyCost(prices: RegionPrices, held: readonly Held[]): number {
	return held.reduce((sum, each) => sum + heldPrice(prices, each), 0);
}

/** What the lifecycle's requests cost that move it within the 30 days that begin `months` from now, once. */
export function movingCost({ usd }: RegionPrices, held: readonly Held[], months: number): number {
	return inMonths(held, months).reduce((sum, each) => {
		const next = nextClass(each);
		if (next === each.storageClass) return sum;
		const perThousand = usd(next === 'GLACIER' ? 'toGlacier' : 'toInfrequent');
		return sum + (each.files / 1000) * perThousand;
	}, 0);
}

/** Of current versions or older ones. */
interface Parted {
	readonly part: 'current' | 'older';
}

/** What restoring all of it asks S3 for: what is archived of current versions, but for those whose copy can be read now. */
export function restorableOf(
	held: readonly (Held & Parted)[],
	copies: readonly (HeldCopies & Parted)[],
): Restorable['retrieved'] {
	let [files, bytes] = [0, 0];
	for (const each of held) {
		if (each.part !== 'current' || shelfOf(each.storageClass) !== 'archived') continue;
		files += each.files;
		bytes += each.bytes;
	}
	for (const each of copies) {
		if (each.part !== 'current') continue;
		files -= each.files;
		bytes -= each.bytes;
	}
	return { files: Math.max(0, files), bytes: Math.max(0, bytes) };
}

/** What restoring it costs at a tier, with copies that stay `days`. */
export function restoringCost(
	prices: RegionPrices,
	retrieved: Restorable['retrieved'],
	asked: Parameters<typeof restorePrice>[2],
): number {
	const extended = { files: 0, bytes: 0 };
	return restorePrice(prices, { retrieved, extended }, asked).totalUsd;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * Days after which a class costs nothing more when it is left, and the day of a file's life on which the lifecycle brings it there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
const LEAST: Partial<Record<StorageClass, { readonly days: number; readonly fromDay: number }>> = {
	STANDARD_IA: { days: 30, fromDay: 30 },
	GLACIER: { days: 90, fromDay: 60 },
};

/** What deleting something forever means to the bill. */
export interface Deletion {
	/** Its restored copies included, which go with it. */
	readonly savesUsdPerMonth: number;
	/** Billed once, for the rest of the least time of its class. Not rounded. */
	readonly stillBilledUsd: number;
	/** Until when it would have been billed; null where nothing is billed any more. */
	readonly billedUntil: Date | null;
	/** The age of the versions is not known: not more than this, and not longer. */
	readonly atMost: boolean;
}

export interface DatedVersion {
	readonly storageClass: StorageClass;
	readonly sizeBytes: number;
	/** When it was uploaded: an instant of ISO 8601, or a Date. */
	readonly createdAt: string | Date;
	/** Until when its restored copy can be read; null where there is none. */
	readonly restoredUntil: string | Date | null;
}

/** The copy that a version has now, if any. */
export function copiesOfVersion(
	{ sizeBytes, restoredUntil }: Pick<DatedVersion, 'sizeBytes' | 'restoredUntil'>,
	now: Date,
): readonly HeldCopies[] {
	if (restoredUntil === null) return [];
	return copiesInMonths([{ until: restoredUntil, files: 1, bytes: sizeBytes }], 0, now);
}

/** Of versions whose age is known. */
export function deletionOf(
	prices: RegionPrices,
	versions: readonly DatedVersion[],
	now: Date,
): Deletion {
	const deletion = together(
		versions.map(({ storageClass, sizeBytes, createdAt }) => {
			const least = LEAST[storageClass];
			const age = (now.getTime() - new Date(createdAt).getTime()) / DAY_MS;
			const left = least === undefined ? 0 : least.days - Math.max(0, age - least.fromDay);
			const held = { storageClass, stays: false, kept: false, files: 1, bytes: sizeBytes };
			return leaving(prices, held, { days: Math.max(0, left), now, atMost: false });
		}),
	);
	const copies = versions.flatMap((version) => copiesOfVersion(version, now));
	return withCopies(prices, deletion, copies);
}

/** Of versions that are only counted, with their copies: as if each had come into its class today. */
export function deletionAtMost(
	prices: RegionPrices,
	{ held, copies }: { readonly held: readonly Held[]; readonly copies: readonly HeldCopies[] },
	now: Date,
): Deletion {
	const deletion = together(
		held.map((each) => {
			const days = LEAST[each.storageClass]?.days ?? 0;
			return leaving(prices, each, { days, now, atMost: days > 0 });
		}),
	);
	return withCopies(prices, deletion, copies);
}

/** A copy has no least time: it goes with its version. */
function withCopies(
	prices: RegionPrices,
	deletion: Deletion,
	copies: readonly HeldCopies[],
): Deletion {
	const savesUsdPerMonth = deletion.savesUsdPerMonth + copiesCost(prices, copies);
	return { ...deletion, savesUsdPerMonth };
}

interface Left {
	readonly days: number;
	readonly now: Date;
	readonly atMost: boolean;
}

function leaving(prices: RegionPrices, held: Held, { days, now, atMost }: Left): Deletion {
	const monthly = heldPrice(prices, held);
	// What an archived object has in Standard has no least time.
	const standard =
		held.storageClass === 'GLACIER'
			? ((held.files * 8 * 1024) / GB) * prices.perGbMonth.STANDARD
			: 0;
	return {
		savesUsdPerMonth: monthly,
		stillBilledUsd: (monthly - standard) * (days / DAYS_PER_MONTH),
		billedUntil: days > 0 && held.files > 0 ? new Date(now.getTime() + days * DAY_MS) : null,
		atMost,
	};
}

function together(deletions: readonly Deletion[]): Deletion {
	let savesUsdPerMonth = 0;
	let stillBilledUsd = 0;
	let billedUntil: Date | null = null;
	let atMost = false;
	for (const each of deletions) {
		savesUsdPerMonth += each.savesUsdPerMonth;
		stillBilledUsd += each.stillBilledUsd;
		if (each.billedUntil !== null && (billedUntil === null || each.billedUntil > billedUntil))
			billedUntil = each.billedUntil;
		atMost ||= each.atMost;
	}
	return { savesUsdPerMonth, stillBilledUsd, billedUntil, atMost };
}
