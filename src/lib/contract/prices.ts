import { priceTable, type PricedRegion, type PriceName } from './price-table.ts';
import type { RestoreTier } from './restore-tiers.ts';

interface RetrievalPrice {
	readonly perGb: number;
	readonly perThousandRequests: number;
}

/** Of the table, what a screen or a quote reckons with most: in US dollars. */
export interface RegionPrices {
	readonly region: string;
	/** The earliest day on which one of the prices of S3 was last compared with AWS's. */
	readonly checkedOn: string;
	/** Of storage, per GB and month; the first 50 TB. */
	readonly perGbMonth: {
		readonly STANDARD: number;
		readonly STANDARD_IA: number;
		readonly GLACIER: number;
	};
	/** Glacier Flexible Retrieval. */
	readonly retrieval: Readonly<Record<RestoreTier, RetrievalPrice>>;
	/** By its name in the table. */
	readonly usd: (name: PriceName) => number;
}

/** Whose figures each region of the table has. */
const FIGURES_OF: Readonly<Record<string, PricedRegion>> = {
	'us-east-1': 'us-east-1',
	'us-east-2': 'us-east-1',
	'us-west-2': 'us-east-1',
	'eu-central-1': 'eu-central-1',
};

/** What files cost by: their age in the table is the age of an estimate. */
const OF_FILES = [
	'standard',
	'infrequent',
	'glacier',
	'restoreStandard',
	'restoreStandardRequests',
	'restoreExpedited',
	'restoreExpeditedRequests',
] as const satisfies readonly PriceName[];

/** Of a region; of one that is not in the table, those of us-east-1, which `region` then says. */
export function pricesOf(region: string): RegionPrices {
	const known = FIGURES_OF[region] === undefined ? 'us-east-1' : region;
	const figures = FIGURES_OF[known] ?? 'us-east-1';
	const usd = (name: PriceName) => priceTable[name][figures][0];
	const [checkedOn = ''] = OF_FILES.map((name): string => priceTable[name][figures][1]).toSorted();
	return {
		region: known,
		checkedOn,
		perGbMonth: {
			STANDARD: usd('standard'),
			STANDARD_IA: usd('infrequent'),
			GLACIER: usd('glacier'),
		},
		retrieval: {
			Bulk: { perGb: 0, perThousandRequests: 0 }, // free in every region
			Standard: {
				perGb: usd('restoreStandard'),
				perThousandRequests: usd('restoreStandardRequests'),
			},
			Expedited: {
				perGb: usd('restoreExpedited'),
				perThousandRequests: usd('restoreExpeditedRequests'),
			},
		},
		usd,
	};
}

/** What an archived object carries beside its bytes: 32 KiB billed as Glacier and 8 KiB as Standard. */
const ARCHIVE_OVERHEAD_BYTES = { GLACIER: 32 * 1024, STANDARD: 8 * 1024 } as const;

/** S3 bills an object in Standard-IA as at least so many bytes. */
const INFREQUENT_LEAST_BYTES = 128 * 1024;

export const GB = 1024 ** 3;
/** AWS's own estimates take 730 hours. A GB-month of S3 is as long as the month. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

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
	prices: Pick<RegionPrices, 'perGbMonth'>,
	{ sizeBytes, storageClass }: { readonly sizeBytes: number; readonly storageClass: string },
): number {
	return heldPrice(prices, { files: 1, bytes: sizeBytes, storageClass });
}

/** The same of objects of one class together, none of which S3 bills as larger than it is where the lifecycle moved it. */
export function heldPrice(
	{ perGbMonth }: Pick<RegionPrices, 'perGbMonth'>,
	{
		files,
		bytes,
		storageClass,
	}: { readonly files: number; readonly bytes: number; readonly storageClass: string },
): number {
	switch (storageClass) {
		case 'STANDARD_IA':
			return (Math.max(bytes, files * INFREQUENT_LEAST_BYTES) / GB) * perGbMonth.STANDARD_IA;
		case 'GLACIER': {
			const archived = bytes + files * ARCHIVE_OVERHEAD_BYTES.GLACIER;
			const readable = files * ARCHIVE_OVERHEAD_BYTES.STANDARD;
			return (archived / GB) * perGbMonth.GLACIER + (readable / GB) * perGbMonth.STANDARD;
		}
		default:
			return (bytes / GB) * perGbMonth.STANDARD;
	}
}
