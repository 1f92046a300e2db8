import { archiveState, type Stored } from '#contract/archive';
import { pricesOf, restorePrice, type Restorable } from '#contract/prices';
import type { RestoreRefusal } from '#contract/restore-refusals';
import type { RestoreTier } from '#contract/restore-tiers';
import { isFaster, isTooManyForExpedited, restoreWindow } from '#contract/restore-tiers';
import type { RestoreJob } from '#contract/restores';

export type RestoreJobState = RestoreJob['state'];
/** `waiting`: S3 has not been asked. `cancelled`: nor will it be, or the version is being deleted. */
export type RestoreItemState = 'waiting' | 'restoring' | 'ready' | 'failed' | 'cancelled';

/** A press on Restore, with what its items come to. */
export interface StoredRestoreJob {
	readonly ownerId: string;
	readonly id: string;
	/** SHA-256 of what was asked for. */
	readonly requestHash: Buffer;
	readonly tier: RestoreTier;
	readonly days: number;
	readonly state: RestoreJobState;
	/** Known already while the files are being found, perhaps. */
	readonly refusal: RestoreRefusal | null;
	readonly counts: Readonly<Record<RestoreItemState, number>>;
	/** S3 had no room for these at Expedited, and makes them at Standard. */
	readonly slower: number;
	readonly totalBytes: number;
	readonly readyBytes: number;
	/** What it is billed for; items that were cancelled before S3 was asked are taken out again. */
	readonly billed: Restorable;
	/** Null until all items are found. */
	readonly estimatedUsd: number | null;
	/** When the last copy asked for so far is ready, about; null where S3 was asked for none. */
	readonly readyAbout: Date | null;
	readonly createdAt: Date;
	readonly finishedAt: Date | null;
}

/** A version that a job restores. */
export interface RestoreItem {
	readonly versionId: string;
	readonly entryId: string;
	readonly sizeBytes: number;
	/** S3 bills its bytes as retrieved; otherwise a copy is there, or on its way already. */
	readonly isRetrieval: boolean;
	readonly state: RestoreItemState;
	/** Why it failed. */
	readonly code: string | null;
	/** When S3 was asked, or was found to have been asked. */
	readonly askedAt: Date | null;
}

/** What a person may have restored in a day, in files, bytes and dollars. */
export interface RestoreAllowance {
	readonly files: number;
	readonly bytes: number;
	readonly usd: number;
}

export interface RestoreWish {
	readonly tier: RestoreTier;
	readonly days: number;
	readonly now: Date;
}

/** What S3 was asked for when it began to make a copy. */
export interface Restoring {
	readonly tier: RestoreTier;
	readonly days: number;
}

interface StoredAndAsked extends Stored {
	/** Null where S3 makes no copy, or another program than ours asked for it. */
	readonly restoring: Restoring | null;
}

/**
 * What is to be done for one version. `skip`: it is in no archive. `ready`: its copy stays long enough. `restoring`: S3 makes one at
 * no lower tier, and asking again would change nothing. `retrieve`: S3 is to make one, or to make it faster. `extend`: keep it longer.
 */
export type RestoreStep = 'skip' | 'ready' | 'restoring' | 'retrieve' | 'extend';

export function restoreStep(stored: StoredAndAsked, { tier, days, now }: RestoreWish): RestoreStep {
	switch (archiveState(stored, now)) {
		case 'available':
			return 'skip';
		case 'archived':
			return 'retrieve';
		case 'restored':
			// Asked for fewer days than are left, S3 would end the copy sooner.
			return wantedUntil(days, now) > new Date(stored.restoredUntil ?? 0) ? 'extend' : 'ready';
		case 'restoring': {
			const { restoring } = stored;
			// Of a restore that another program asked for the tier is unknown: S3 itself refuses what is no upgrade.
			if (restoring === null) return tier === 'Bulk' ? 'restoring' : 'retrieve';
			return isFaster(tier, restoring.tier) ? 'retrieve' : 'restoring';
		}
	}
}

const DAY_MS = 24 * 3600 * 1000;

function wantedUntil(days: number, now: Date): Date {
	return new Date(now.getTime() + days * DAY_MS);
}

/** The latest at which S3 typically has the copy. A class that needs no restoring is not asked for. */
export function readyAboutOf(
	stored: Pick<Stored, 'storageClass'>,
	tier: RestoreTier,
	now: Date,
): Date {
	const seconds = restoreWindow(stored.storageClass, tier)?.toSeconds ?? 0;
	return new Date(now.getTime() + seconds * 1000);
}

export const NOTHING_BILLED: Restorable = {
	retrieved: { files: 0, bytes: 0 },
	extended: { files: 0, bytes: 0 },
};

export interface Quoting extends Omit<RestoreWish, 'now'> {
	readonly region: string;
	/** Some of it is in Deep Archive. */
	readonly isDeep: boolean;
	/** What was billed to the same person within a day. */
	readonly used: RestoreAllowance;
	readonly allowance: RestoreAllowance;
}

/** Why so much may not be restored at a tier; null where it may. */
export function refusalOf(billed: Restorable, quoting: Quoting): RestoreRefusal | null {
	const { tier, region, isDeep, used, allowance } = quoting;
	const { retrieved, extended } = billed;
	if (retrieved.files + extended.files === 0) return 'nothing_archived';
	if (isDeep && tier === 'Expedited') return 'not_offered';
	if (isTooManyForExpedited(tier, retrieved.files)) return 'too_many_for_expedited';
	if (used.files + retrieved.files > allowance.files) return 'daily_files';
	if (used.bytes + retrieved.bytes > allowance.bytes) return 'daily_bytes';
	const { totalUsd } = restorePrice(pricesOf(region), billed, quoting);
	return used.usd + totalUsd > allowance.usd ? 'daily_usd' : null;
}

/** How far a job is when all its files are found, by what its items have come to. */
export function stateBy(counts: StoredRestoreJob['counts']): 'asking' | 'restoring' | 'done' {
	if (counts.waiting > 0) return 'asking';
	return counts.restoring > 0 ? 'restoring' : 'done';
}
