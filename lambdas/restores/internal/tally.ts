import { archiveState } from '#contract/archive';
import { restoreTiers, type RestoreTier } from '#contract/prices';
import { restoreStep } from '../../domain/restore.ts';
import type { Restorable } from './walk-folders.ts';

interface Counted {
	files: number;
	bytes: number;
}

interface Billed {
	readonly retrieved: Counted;
	readonly extended: Counted;
}

/** Counts versions by what restoring them for some days would mean. */
export class Tally {
	readonly counts = {
		total: nothing(),
		archived: nothing(),
		restoring: nothing(),
		restored: nothing(),
		extended: nothing(),
	};
	readonly billed: Readonly<Record<RestoreTier, Billed>> = {
		Bulk: { retrieved: nothing(), extended: nothing() },
		Standard: { retrieved: nothing(), extended: nothing() },
		Expedited: { retrieved: nothing(), extended: nothing() },
	};
	/** Some of it is in Deep Archive. */
	isDeep = false;
	readonly #now: Date;
	readonly #days: number;

	constructor(now: Date, days: number) {
		this.#now = now;
		this.#days = days;
	}

	add(version: Restorable): void {
		const { sizeBytes } = version;
		count(this.counts.total, sizeBytes);
		const state = archiveState(version, this.#now);
		if (state === 'available') return;
		if (version.storageClass === 'DEEP_ARCHIVE') this.isDeep = true;
		count(this.counts[state], sizeBytes);
		for (const tier of restoreTiers) {
			const step = restoreStep(version, { tier, days: this.#days, now: this.#now });
			if (step === 'retrieve') count(this.billed[tier].retrieved, sizeBytes);
			if (step === 'extend') count(this.billed[tier].extended, sizeBytes);
		}
		if (state === 'restored' && this.#isExtended(version)) {
			count(this.counts.extended, sizeBytes);
		}
	}

	#isExtended(version: Restorable): boolean {
		return restoreStep(version, { tier: 'Bulk', days: this.#days, now: this.#now }) === 'extend';
	}
}

function nothing(): Counted {
	return { files: 0, bytes: 0 };
}

function count(counted: Counted, bytes: number): void {
	counted.files += 1;
	counted.bytes += bytes;
}
