import type { ResponseOf } from '#contract/endpoint';
import { RESTORE_BESIDES_MAX, RESTORE_TARGETS_MAX } from '#contract/limits';
import type { RestoreTier } from '#contract/restore-tiers';
import { quoteRestore, type RestoreTarget } from '#contract/restores';
import type { Call } from '$lib/api/call';

export type RestoreQuote = ResponseOf<typeof quoteRestore>;
export type TierQuote = RestoreQuote['tiers'][number];

interface Part {
	readonly targets: RestoreTarget[];
	/** Absent where there is no other part. */
	readonly besides?: string[];
}

/** The targets in parts that one request takes. */
export function inParts(targets: readonly RestoreTarget[]): Part[] {
	const count = Math.ceil(targets.length / RESTORE_TARGETS_MAX);
	return Array.from({ length: count }, (_, part): Part => {
		const [from, to] = [part * RESTORE_TARGETS_MAX, (part + 1) * RESTORE_TARGETS_MAX];
		const own = targets.slice(from, to);
		if (count === 1) return { targets: own };
		const others = [...targets.slice(0, from), ...targets.slice(to)];
		return {
			targets: own,
			besides: others.slice(0, RESTORE_BESIDES_MAX).map(({ entryId }) => entryId),
		};
	});
}

interface QuoteOptions {
	readonly signal?: AbortSignal;
	/** Told what is counted so far, as often as there is more of it. */
	readonly onCounted?: (soFar: RestoreQuote) => void;
}

/**
 * What restoring any number of targets would mean, however many files lie below them. Counting ends early, and the quote says so,
 * where it is too much already for every tier. Throws `ApiError`.
 */
export async function quoteAll(
	call: Call,
	{ targets, days }: { readonly targets: readonly RestoreTarget[]; readonly days: number },
	{ signal, onCounted }: QuoteOptions = {},
): Promise<RestoreQuote> {
	const parts = inParts(targets);
	let done: RestoreQuote | undefined;
	let sum: RestoreQuote | undefined;
	for (const [index, part] of parts.entries()) {
		let progress: string | undefined;
		do {
			const asked = { ...part, days, ...(progress !== undefined && { progress }) };
			const quote = await call(quoteRestore, asked, signal ? { signal } : {});
			progress = quote.progress ?? undefined;
			const isWhole = quote.complete && index === parts.length - 1;
			sum = { ...(done ? added(done, quote) : quote), complete: isWhole };
			if (isTooMuch(sum)) return sum;
			onCounted?.(sum);
		} while (progress !== undefined);
		done = sum;
	}
	if (sum === undefined) throw new Error('a quote needs a target');
	return sum;
}

/** More of it will not be allowed where this much is not. */
function isTooMuch({ tiers }: RestoreQuote): boolean {
	return tiers.every(({ refusal }) => refusal !== null && refusal !== 'nothing_archived');
}

type Counted = RestoreQuote['total'];

function added(a: RestoreQuote, b: RestoreQuote): RestoreQuote {
	const both = (one: Counted, other: Counted): Counted => ({
		files: one.files + other.files,
		bytes: one.bytes + other.bytes,
	});
	return {
		total: both(a.total, b.total),
		archived: both(a.archived, b.archived),
		restoring: both(a.restoring, b.restoring),
		restored: both(a.restored, b.restored),
		extended: both(a.extended, b.extended),
		complete: a.complete && b.complete,
		progress: b.progress,
		tiers: a.tiers.map((tier) => addedTier(tier, b.tiers)),
		prices: a.prices,
		days: a.days,
	};
}

/** Refused where a part is: only that there is nothing to do in one part is no obstacle to the other. */
function addedTier(one: TierQuote, others: readonly TierQuote[]): TierQuote {
	const other = others.find(({ tier }) => tier === one.tier);
	if (other === undefined) return one;
	const idle = (quote: TierQuote) => quote.refusal === 'nothing_archived';
	return {
		tier: one.tier,
		price: {
			retrievalUsd: one.price.retrievalUsd + other.price.retrievalUsd,
			requestsUsd: one.price.requestsUsd + other.price.requestsUsd,
			copiesUsd: one.price.copiesUsd + other.price.copiesUsd,
			totalUsd: one.price.totalUsd + other.price.totalUsd,
		},
		fromSeconds: Math.max(one.fromSeconds, other.fromSeconds),
		toSeconds: Math.max(one.toSeconds, other.toSeconds),
		refusal: idle(one) ? other.refusal : idle(other) ? one.refusal : (one.refusal ?? other.refusal),
	};
}

/** What a sheet about the quote is for, by what there is to do. */
export type RestoreTask = 'restore' | 'hasten' | 'extend' | 'nothing';

export function taskOf({ archived, restoring, restored }: RestoreQuote): RestoreTask {
	if (archived.files > 0) return 'restore';
	if (restoring.files > 0) return 'hasten';
	return restored.files > 0 ? 'extend' : 'nothing';
}

/** Ways to offer: of what is being restored already only the faster ones, of a copy that is there only the free way. */
export function offeredTiers(quote: RestoreQuote): readonly TierQuote[] {
	switch (taskOf(quote)) {
		case 'restore':
			return quote.tiers;
		case 'hasten':
			return quote.tiers.filter(({ refusal }) => refusal !== 'nothing_archived');
		case 'extend':
		case 'nothing':
			return [];
	}
}

/** Below this a price is not worth waiting for, in dollars. */
const NEXT_TO_NOTHING_USD = 0.01;

/** The fastest way that costs next to nothing, or else the cheapest; undefined where none may be taken. */
export function suggestedTier(tiers: readonly TierQuote[]): RestoreTier | undefined {
	const allowed = tiers.filter(({ refusal }) => refusal === null);
	const quick = allowed.findLast(({ price }) => price.totalUsd < NEXT_TO_NOTHING_USD);
	return (quick ?? allowed[0])?.tier;
}
