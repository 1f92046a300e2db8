import {
	inMonths,
	monthlyCost,
	restoringCost,
	shelfCosts,
	type Deletion,
	type Held,
	type Shelf,
} from '#contract/cost-lens';
import { copiesCost, copiesInMonths, type HeldCopies } from '#contract/held-copies';
import { RESTORE_DAYS_DEFAULT } from '#contract/limits';
import type { RegionPrices, Restorable } from '#contract/prices';
import { formatUntil, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
import { formatUsd } from '$lib/format/usd';

/** In two months everything that moves at all is archived. */
const SETTLED_MONTHS = 2;

/** What people read of a price: `free`, `less than $0.01 a month`, `$1.20 a month`. */
export function aMonth(usd: number): string {
	return usd === 0 ? formatUsd(0) : `${formatUsd(usd)} a month`;
}

/** What is reckoned together: versions, and restored copies of them. */
interface Holding {
	readonly held: readonly Held[];
	readonly copies: readonly HeldCopies[];
}

/** `$0.12 a month now, less than $0.01 in 60 days`; the later half only where it differs. */
export function costWords(
	prices: RegionPrices,
	{ held, copies }: Holding,
	{ now: at = new Date() }: ReaderClock = {},
): string {
	const there = copiesInMonths(copies, SETTLED_MONTHS, at);
	const nowUsd = monthlyCost(prices, held) + copiesCost(prices, copies);
	const laterUsd = monthlyCost(prices, inMonths(held, SETTLED_MONTHS)) + copiesCost(prices, there);
	const [now, later] = [formatUsd(nowUsd), formatUsd(laterUsd)];
	return now === later ? aMonth(nowUsd) : `${aMonth(nowUsd)} now, ${later} in 60 days`;
}

/** What of it is for restored copies: `$0.02 a month, until 4 Dec`; undefined where there are none. */
export function copiesWords(
	prices: RegionPrices,
	copies: readonly HeldCopies[],
	reader: ReaderClock = {},
): string | undefined {
	if (copies.length === 0) return undefined;
	const last = Math.max(...copies.map(({ until }) => new Date(until).getTime()));
	const [price, until] = [aMonth(copiesCost(prices, copies)), formatUntil(new Date(last), reader)];
	return copies.length > 1
		? `${price} of it, the last until ${until}`
		: `${price} of it, until ${until}`;
}

export const shelfNames: Readonly<Record<Shelf, string>> = {
	ready: 'Standard',
	cool: 'Standard-IA',
	archived: 'Archive',
};

/** By how it is kept, where it is kept in more than one way and comes to a cent: `Standard $1.20, archive $0.04`. */
export function shelfWords(prices: RegionPrices, held: readonly Held[]): string | undefined {
	const costs = shelfCosts(prices, held);
	const some = (['ready', 'cool', 'archived'] as const).filter((shelf) => costs[shelf] > 0);
	if (some.length < 2 || monthlyCost(prices, held) < 0.01) return undefined;
	return some.map((shelf) => `${shelfNames[shelf]} ${formatUsd(costs[shelf])}`).join(', ');
}

/** `less than $0.01 at Bulk, $0.03 at Standard, for 7 days`; undefined where nothing has to be restored. */
export function restoringWords(
	prices: RegionPrices,
	restorable: Restorable['retrieved'],
): string | undefined {
	if (restorable.files === 0) return undefined;
	const at = (tier: 'Bulk' | 'Standard') =>
		formatUsd(restoringCost(prices, restorable, { tier, days: RESTORE_DAYS_DEFAULT }));
	const [bulk, standard] = [at('Bulk'), at('Standard')];
	const days = plural(RESTORE_DAYS_DEFAULT, 'day');
	return bulk === standard
		? `${bulk}, for ${days}`
		: `${bulk} at Bulk, ${standard} at Standard, for ${days}`;
}

/** What deleting forever saves, and what it still costs: `Saves $0.02 a month, and is still billed $0.01 until 4 Feb.` */
export function deletionWords(deletion: Deletion, reader: ReaderClock = {}): string {
	const { savesUsdPerMonth } = deletion;
	const saves = savesUsdPerMonth === 0 ? 'Saves nothing' : `Saves ${aMonth(savesUsdPerMonth)}`;
	const early = earlyWords(deletion, reader);
	return early === undefined ? `${saves}.` : `${saves}. ${early}`;
}

/** What the least time of a class still costs; undefined where it is over. */
export function earlyWords(deletion: Deletion, reader: ReaderClock = {}): string | undefined {
	const { stillBilledUsd, billedUntil, atMost } = deletion;
	if (billedUntil === null) return undefined;
	const until = formatUntil(billedUntil, reader);
	const usd = formatUsd(stillBilledUsd);
	return atMost
		? `Deleting early still costs ${stillBilledUsd < 0.01 ? usd : `up to ${usd}`}: AWS bills it until ${until} at the latest.`
		: `Deleting early still costs ${usd}: AWS bills it until ${until}.`;
}

/** Whence the prices are. */
export function estimateWords(prices: RegionPrices, reader: ReaderClock = {}): string {
	return `Estimated by the list prices of ${prices.region}, checked on ${formatUntil(prices.checkedOn, reader)}.`;
}
