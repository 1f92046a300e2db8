const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** From slow to fast. */
export const RESTORE_TIERS = ['Bulk', 'Standard', 'Expedited'] as const;
export type RestoreTier = (typeof RESTORE_TIERS)[number];

/** The longest that AWS says it takes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects-retrieval-options.html */
const DURATION_MS: Readonly<Record<string, Partial<Record<RestoreTier, number>>>> = {
	GLACIER: { Expedited: 5 * MINUTE_MS, Standard: 5 * HOUR_MS, Bulk: 12 * HOUR_MS },
	DEEP_ARCHIVE: { Standard: 12 * HOUR_MS, Bulk: 48 * HOUR_MS },
};

/** `undefined` where the class does not offer the tier. */
export function restoreDurationMs(storageClass: string, tier: RestoreTier): number | undefined {
	return DURATION_MS[storageClass]?.[tier];
}

export function isFaster(tier: RestoreTier, than: RestoreTier): boolean {
	return RESTORE_TIERS.indexOf(tier) > RESTORE_TIERS.indexOf(than);
}
