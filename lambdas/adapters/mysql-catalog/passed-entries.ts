import type { Stretch, Walk } from '../../ports/search.ts';

interface Passed extends Stretch {
	readonly walk: Walk;
}

/**
 * What the walks of one search have passed from the newest entry on, by the gram they went by. A walk for the best matches often goes
 * by the same gram as the one for all matches before it: what it would find has been found.
 */
export class PassedEntries {
	readonly #passed = new Map<string, Passed[]>();

	/** The first stretch of a walk by this gram; undefined where that has to be read. */
	of(walk: Walk, gram: Buffer): Stretch | undefined {
		if (walk.after !== undefined) return undefined;
		return this.#passed
			.get(keyOf(walk, gram))
			?.find(
				(passed) =>
					(passed.walk.type === undefined || passed.walk.type === walk.type) &&
					(passed.walk.passed >= walk.passed || passed.reached === undefined) &&
					passed.ids.length < walk.atOnce,
			);
	}

	/** Keeps a stretch that has every match, if it is the first of its walk and was not cut short by its ids. */
	add(walk: Walk, gram: Buffer, { ids, reached }: Stretch): void {
		if (walk.after !== undefined || walk.at !== 'anywhere' || ids.length >= walk.atOnce) return;
		const key = keyOf(walk, gram);
		this.#passed.set(key, [...(this.#passed.get(key) ?? []), { walk, ids, reached }]);
	}
}

function keyOf({ parts }: Walk, gram: Buffer): string {
	return JSON.stringify([parts, gram.toString('hex')]);
}
