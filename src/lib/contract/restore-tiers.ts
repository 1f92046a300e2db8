import type { StorageClass } from './entries.ts';
import { EXPEDITED_MAX_FILES } from './limits.ts';

/** How fast S3 makes a restored copy, in its own words. */
export const restoreTiers = ['Bulk', 'Standard', 'Expedited'] as const;
export type RestoreTier = (typeof restoreTiers)[number];

/** From the first copy that is ready to the last, in seconds. */
export interface RestoreWindow {
	readonly fromSeconds: number;
	readonly toSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * How long S3 typically takes; a tier that is absent it does not offer for the class.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html
 */
const windows = {
	GLACIER: {
		Bulk: { fromSeconds: 5 * HOUR, toSeconds: 12 * HOUR },
		Standard: { fromSeconds: 3 * HOUR, toSeconds: 5 * HOUR },
		Expedited: { fromSeconds: MINUTE, toSeconds: 5 * MINUTE },
	},
	DEEP_ARCHIVE: {
		Bulk: { fromSeconds: 12 * HOUR, toSeconds: 48 * HOUR },
		Standard: { fromSeconds: 9 * HOUR, toSeconds: 12 * HOUR },
		Expedited: undefined,
	},
} as const satisfies Partial<
	Record<StorageClass, Readonly<Record<RestoreTier, RestoreWindow | undefined>>>
>;

/** Undefined where S3 does not offer the tier for the class, or nothing of it needs restoring. */
export function restoreWindow(
	storageClass: StorageClass,
	tier: RestoreTier,
): RestoreWindow | undefined {
	if (storageClass === 'DEEP_ARCHIVE') return windows.DEEP_ARCHIVE[tier];
	return storageClass === 'GLACIER' ? windows.GLACIER[tier] : undefined;
}

export function isFaster(tier: RestoreTier, than: RestoreTier): boolean {
	return restoreTiers.indexOf(tier) > restoreTiers.indexOf(than);
}

/** S3 means Expedited for hundreds of objects at most, and each request of it costs a cent. */
export function isTooManyForExpedited(tier: RestoreTier, files: number): boolean {
	return tier === 'Expedited' && files > EXPEDITED_MAX_FILES;
}
