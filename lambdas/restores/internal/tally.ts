import { archiveState } from '#contract/archive';
import { restoreTiers } from '#contract/restore-tiers';
import * as v from 'valibot';
import { restoreStep } from '../../domain/restore.ts';
import type { Restorable } from './walk-folders.ts';

const amount = v.pipe(v.number(), v.minValue(0));
const counted = v.object({ files: amount, bytes: amount });
const billed = v.object({ retrieved: counted, extended: counted });

/** What was counted: so that another call can go on with it. */
export const tallied = v.object({
	counts: v.object({
		total: counted,
		archived: counted,
		restoring: counted,
		restored: counted,
		extended: counted,
	}),
	billed: v.object({ Bulk: billed, Standard: billed, Expedited: billed }),
	/** Some of it is in Deep Archive. */
	isDeep: v.boolean(),
});
export type Tallied = v.InferOutput<typeof tallied>;
type Counted = v.InferOutput<typeof counted>;

/** Counts versions by what restoring them for some days would mean. */
export class Tally {
	readonly counted: Tallied;
	readonly #now: Date;
	readonly #days: number;

	constructor(now: Date, days: number, before: Tallied = nothingTallied()) {
		this.counted = before;
		this.#now = now;
		this.#days = days;
	}

	add(version: Restorable): void {
		const { sizeBytes } = version;
		const { counts, billed: bill } = this.counted;
		count(counts.total, sizeBytes);
		const state = archiveState(version, this.#now);
		if (state === 'available') return;
		if (version.storageClass === 'DEEP_ARCHIVE') this.counted.isDeep = true;
		count(counts[state], sizeBytes);
		for (const tier of restoreTiers) {
			const step = restoreStep(version, { tier, days: this.#days, now: this.#now });
			if (step === 'retrieve') count(bill[tier].retrieved, sizeBytes);
			if (step === 'extend') count(bill[tier].extended, sizeBytes);
		}
		if (state === 'restored' && this.#isExtended(version)) {
			count(counts.extended, sizeBytes);
		}
	}

	#isExtended(version: Restorable): boolean {
		return restoreStep(version, { tier: 'Bulk', days: this.#days, now: this.#now }) === 'extend';
	}
}

function nothingTallied(): Tallied {
	const none = () => ({ retrieved: nothing(), extended: nothing() });
	return {
		counts: {
			total: nothing(),
			archived: nothing(),
			restoring: nothing(),
			restored: nothing(),
			extended: nothing(),
		},
		billed: { Bulk: none(), Standard: none(), Expedited: none() },
		isDeep: false,
	};
}

function nothing(): Counted {
	return { files: 0, bytes: 0 };
}

function count(counted: Counted, bytes: number): void {
	counted.files += 1;
	counted.bytes += bytes;
}
