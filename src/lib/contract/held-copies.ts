import { heldPrice, type RegionPrices } from './prices.ts';

/** Restored copies: billed as Standard while they are there, beside the archive. */
export interface Copied {
	readonly files: number;
	readonly bytes: number;
}

/** Those that end at one moment. */
export interface HeldCopies extends Copied {
	/** An instant of ISO 8601, or a Date. */
	readonly until: string | Date;
}

const DAY_MS = 24 * 3600 * 1000;
/** As the forecast counts them: see `inMonths`. */
const MONTH_DAYS = 30;

/** Those that are there `months` of 30 days from now. */
export function copiesInMonths<T extends HeldCopies>(
	copies: readonly T[],
	months: number,
	now: Date,
): readonly T[] {
	const then = now.getTime() + months * MONTH_DAYS * DAY_MS;
	return copies.filter(({ until }) => new Date(until).getTime() > then);
}

/** What copies cost a month while they are there. Not rounded. */
export function copiesCost(prices: RegionPrices, copies: readonly Copied[]): number {
	return copies.reduce((sum, copied) => sum + inStandard(prices, copied), 0);
}

/** What they cost within the 30 days that begin `months` from now: the share of those days that each is there. */
export function copiesCostWithin(
	prices: RegionPrices,
	copies: readonly HeldCopies[],
	months: number,
	now: Date,
): number {
	const begins = now.getTime() + months * MONTH_DAYS * DAY_MS;
	return copies.reduce((sum, copied) => {
		const days = (new Date(copied.until).getTime() - begins) / DAY_MS;
		const share = Math.min(MONTH_DAYS, Math.max(0, days)) / MONTH_DAYS;
		return sum + share * inStandard(prices, copied);
	}, 0);
}

function inStandard(prices: RegionPrices, copied: Copied): number {
	return heldPrice(prices, { storageClass: 'STANDARD', ...copied });
}
