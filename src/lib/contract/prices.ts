/**
 * What AWS charges for what the vault does, in US dollars: the one table that every price on a screen comes from. They are list
 * prices before tax, without free tiers and discounts, so whatever is reckoned with them is an estimate and is called one.
 *
 * A gigabyte of S3 is 2^30 bytes. Sources: https://aws.amazon.com/s3/pricing/ and, for a worked example,
 * https://repost.aws/knowledge-center/s3-manage-data-retrieval
 */

/** How fast S3 makes a restored copy, in its own words. */
export const restoreTiers = ['Bulk', 'Standard', 'Expedited'] as const;
export type RestoreTier = (typeof restoreTiers)[number];

interface RetrievalPrice {
	readonly perGb: number;
	readonly perThousandRequests: number;
}

export interface RegionPrices {
	readonly region: string;
	/** The day on which the numbers were last compared with AWS's price page. */
	readonly checkedOn: string;
	/** Of storage, per GB and month; the first 50 TB. */
	readonly perGbMonth: {
		readonly STANDARD: number;
		readonly STANDARD_IA: number;
		readonly GLACIER: number;
	};
	/** Glacier Flexible Retrieval. */
	readonly retrieval: Readonly<Record<RestoreTier, RetrievalPrice>>;
}

const virginia: RegionPrices = {
	region: 'us-east-1',
	checkedOn: '2026-06-18',
	perGbMonth: { STANDARD: 0.023, STANDARD_IA: 0.0125, GLACIER: 0.0036 },
	retrieval: {
		Bulk: { perGb: 0, perThousandRequests: 0 },
		Standard: { perGb: 0.01, perThousandRequests: 0.05 },
		Expedited: { perGb: 0.03, perThousandRequests: 10 },
	},
};

const regions: readonly RegionPrices[] = [
	virginia,
	{ ...virginia, region: 'us-east-2' },
	{ ...virginia, region: 'us-west-2' },
	{
		region: 'eu-central-1',
		checkedOn: '2025-09-14',
		perGbMonth: { STANDARD: 0.0245, STANDARD_IA: 0.0135, GLACIER: 0.00405 },
		retrieval: {
			Bulk: { perGb: 0, perThousandRequests: 0 },
			Standard: { perGb: 0.012, perThousandRequests: 0.06 },
			Expedited: { perGb: 0.036, perThousandRequests: 12 },
		},
	},
];

/** Of a region; of one that is not in the table, those of us-east-1, which `region` then says. */
export function pricesOf(region: string): RegionPrices {
	return regions.find((each) => each.region === region) ?? virginia;
}

/** What an archived object carries beside its bytes: 32 KiB billed as Glacier and 8 KiB as Standard. */
const ARCHIVE_OVERHEAD_BYTES = { GLACIER: 32 * 1024, STANDARD: 8 * 1024 } as const;

/** S3 bills an object in Standard-IA as at least so many bytes. */
const INFREQUENT_LEAST_BYTES = 128 * 1024;

const GB = 1024 ** 3;
/** A GB-month of S3 is as long as the month; its estimates take 730 hours. */
const DAYS_PER_MONTH = 730 / 24;

/** Files that are not readable now, and those of which a copy is there already and is only kept longer. */
export interface Restorable {
	readonly retrieved: { readonly files: number; readonly bytes: number };
	readonly extended: { readonly files: number; readonly bytes: number };
}

export interface RestorePrice {
	readonly retrievalUsd: number;
	readonly requestsUsd: number;
	/** The temporary copies, which are billed as Standard beside the archived bytes. */
	readonly copiesUsd: number;
	readonly totalUsd: number;
}

/** What restoring costs at a tier, with copies that stay `days`. Not rounded. */
export function restorePrice(
	{ perGbMonth, retrieval }: RegionPrices,
	{ retrieved, extended }: Restorable,
	{ tier, days }: { readonly tier: RestoreTier; readonly days: number },
): RestorePrice {
	const { perGb, perThousandRequests } = retrieval[tier];
	const retrievalUsd = (retrieved.bytes / GB) * perGb;
	const requestsUsd = (retrieved.files / 1000) * perThousandRequests;
	const copiesGb = (retrieved.bytes + extended.bytes) / GB;
	const copiesUsd = copiesGb * perGbMonth.STANDARD * (days / DAYS_PER_MONTH);
	return {
		retrievalUsd,
		requestsUsd,
		copiesUsd,
		totalUsd: retrievalUsd + requestsUsd + copiesUsd,
	};
}

/** What keeping one object costs a month, in US dollars. Not rounded. Of a class without a line in the table, as Standard. */
export function storagePrice(
	{ perGbMonth }: Pick<RegionPrices, 'perGbMonth'>,
	{ sizeBytes, storageClass }: { readonly sizeBytes: number; readonly storageClass: string },
): number {
	switch (storageClass) {
		case 'STANDARD_IA':
			return (Math.max(sizeBytes, INFREQUENT_LEAST_BYTES) / GB) * perGbMonth.STANDARD_IA;
		case 'GLACIER': {
			const archived = sizeBytes + ARCHIVE_OVERHEAD_BYTES.GLACIER;
			const readable = ARCHIVE_OVERHEAD_BYTES.STANDARD;
			return (archived / GB) * perGbMonth.GLACIER + (readable / GB) * perGbMonth.STANDARD;
		}
		default:
			return (sizeBytes / GB) * perGbMonth.STANDARD;
	}
}
