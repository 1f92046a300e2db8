import { quoteRestore } from '#contract/restores';
import type { RestoreQuote, TierQuote } from '$lib/vault/restore/restore-quote';
import * as v from 'valibot';

const nothing = { files: 0, bytes: 0 };

/** An answer of `quoteRestore`, parsed as the page parses it: one archived file unless told otherwise. */
export function quoteOf(
	more: Partial<Omit<RestoreQuote, 'tiers'>> & {
		readonly tiers?: readonly Partial<TierQuote>[];
	} = {},
): RestoreQuote {
	const archived = more.archived ?? { files: 1, bytes: 1000 };
	const usd = { Bulk: 0.001, Standard: 0.005, Expedited: 0.02 };
	const hours = { Bulk: [5, 12], Standard: [3, 5], Expedited: [1 / 60, 5 / 60] };
	const tiers = (['Bulk', 'Standard', 'Expedited'] as const).map((tier, index) => ({
		tier,
		price: { retrievalUsd: 0, requestsUsd: 0, copiesUsd: 0, totalUsd: usd[tier] },
		fromSeconds: (hours[tier][0] ?? 0) * 3600,
		toSeconds: (hours[tier][1] ?? 0) * 3600,
		refusal: null,
		...more.tiers?.[index],
	}));
	return v.parse(quoteRestore.response, {
		total: archived,
		restoring: nothing,
		restored: nothing,
		extended: nothing,
		complete: true,
		progress: null,
		prices: { region: 'us-east-1', checkedOn: '2026-06-18' },
		days: 7,
		...more,
		archived,
		tiers,
	});
}
