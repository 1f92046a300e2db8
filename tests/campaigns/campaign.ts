import { randomInt } from 'node:crypto';
import { randomFrom, type Random } from '../support/random.ts';

/** How far a campaign goes, and from which seed. */
export interface Campaign {
	/** Rounds, operations or requests: what the campaign counts by. */
	readonly size: number;
	readonly seed: string;
	/** The numbers of this seed, for one purpose: two purposes do not take them from each other. */
	randomFor(purpose: string): Random;
}

/**
 * As `tests/campaigns/run.ts` was asked for it. Without that, as in `npm test`, it has `shortSize` and a seed that
 * stays the same, so that what fails once fails again.
 */
export function campaignOf(shortSize: number): Campaign {
	const { CAMPAIGN_SIZE, CAMPAIGN_SEED } = process.env;
	const seed = CAMPAIGN_SEED ?? 'short';
	return {
		size: CAMPAIGN_SIZE === undefined ? shortSize : Number(CAMPAIGN_SIZE),
		seed,
		randomFor: (purpose) => randomFrom(`${seed} ${purpose}`),
	};
}

/** A seed that was not used before, short enough to be typed. */
export function newSeed(): string {
	return String(randomInt(2 ** 32));
}

/** The closing line of a campaign: what it did, in figures, and the seed that does it again. */
export function figures(
	name: string,
	{ seed }: Pick<Campaign, 'seed'>,
	counts: Readonly<Record<string, number>>,
): string {
	const told = Object.entries(counts).map(([what, count]) => `${String(count)} ${what}`);
	return `${name}: ${told.join(', ')}; seed ${seed}`;
}
