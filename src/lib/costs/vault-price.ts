import { pricesOf } from '#contract/prices';
import { getVaultTotals } from '#contract/totals';
import type { Call } from '$lib/api/call';
import { aMonth } from './cost-words';
import { costLines } from './vault-costs';

interface PricePorts {
	readonly call: Call;
	readonly region: () => Promise<string>;
}

/** What the whole vault costs a month now, the same as the page of costs says: `$1.20 a month`. Throws `ApiError`. */
export async function vaultPrice({ call, region }: PricePorts): Promise<string> {
	const [prices, totals] = await Promise.all([region().then(pricesOf), call(getVaultTotals, {})]);
	const lines = costLines(prices, totals, new Date());
	return aMonth(lines.reduce((sum, { nowUsd }) => sum + nowUsd, 0));
}
