import { formatNumber } from './number';

/** A price in US dollars: `free`, `less than $0.01`, `$0.12`, `$1,204.50`. Not a price (negative, NaN) is `—`. */
export function formatUsd(usd: number): string {
	if (!Number.isFinite(usd) || usd < 0) return '—';
	if (usd === 0) return /* said */ 'free';
	return usd < 0.01 ? `less than ${dollars(0.01)}` : dollars(usd);
}

/** The same for a narrow column: `<$0.01` for the smallest. */
export function formatUsdShort(usd: number): string {
	return usd > 0 && usd < 0.01 ? `<${dollars(0.01)}` : formatUsd(usd);
}

function dollars(usd: number): string {
	// In the account's currency there is one dollar alone, so none says "US$".
	return formatNumber(usd, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
}
