const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** A price in US dollars: `free`, `less than $0.01`, `$0.12`, `$1,204.50`. Not a price (negative, NaN) is `—`. */
export function formatUsd(usd: number): string {
	if (!Number.isFinite(usd) || usd < 0) return '—';
	if (usd === 0) return 'free';
	return usd < 0.01 ? 'less than $0.01' : dollars.format(usd);
}

/** The same for a narrow column: `<$0.01` for the smallest. */
export function formatUsdShort(usd: number): string {
	return usd > 0 && usd < 0.01 ? '<$0.01' : formatUsd(usd);
}
