import type { Drift } from '#contract/health';
import { pricesOf, storagePrice, type RegionPrices } from '#contract/prices';
import { parseObjectKey } from '../../domain/object-key.ts';
import type { NamedObject } from '../../ports/named-objects.ts';
import type { ListedVersion } from '../../ports/object-store.ts';

/** Counts what a comparison finds, with what it costs a month in one region. */
export class DriftTally {
	readonly #prices: RegionPrices;
	readonly #objects = { orphans: nothing(), surplus: nothing(), hidden: nothing() };
	readonly #counts = { compared: 0, spared: 0, strange: 0 };
	readonly #ghosts = { files: 0, derivatives: 0, bytes: 0 };

	constructor(region: string) {
		this.#prices = pricesOf(region);
	}

	objects(what: 'orphans' | 'surplus' | 'hidden', objects: readonly ListedVersion[]): void {
		const sum = this.#objects[what];
		for (const object of objects) {
			sum.count += 1;
			sum.bytes += object.sizeBytes;
			sum.usdPerMonth += storagePrice(this.#prices, object);
		}
	}

	count(what: 'compared' | 'spared' | 'strange', count: number): void {
		this.#counts[what] += count;
	}

	ghosts(ghosts: readonly NamedObject[]): void {
		for (const { key, sizeBytes } of ghosts) {
			const isFile = parseObjectKey(key)?.kind === 'original';
			this.#ghosts[isFile ? 'files' : 'derivatives'] += 1;
			this.#ghosts.bytes += sizeBytes;
		}
	}

	get drift(): Drift {
		return {
			...this.#counts,
			...this.#objects,
			ghosts: this.#ghosts,
			pricesCheckedOn: this.#prices.checkedOn,
		};
	}
}

function nothing() {
	return { count: 0, bytes: 0, usdPerMonth: 0 };
}
