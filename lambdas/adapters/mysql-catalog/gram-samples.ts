import { sql } from 'kysely';
import type { Executor } from './database.ts';

/** Entries of each gram, the newest, by which the sparsest gram is found. */
const SAMPLED_MAX = 100;
/** Ids lie above this. */
const BELOW_ALL = Buffer.alloc(16);

export interface PartGram {
	readonly bytes: Buffer;
	/** Which part of the query it is of. */
	readonly part: number;
}

interface Sample {
	readonly entries: number;
	/** How far back the newest reach; null where there are none. */
	readonly oldest: Buffer | null;
}

/** How often each gram of one search is in the names of a vault: several walks ask for the same ones, which are looked at once. */
export class GramSamples {
	readonly owner: Buffer;
	readonly #db: Executor;
	readonly #known = new Map<string, Sample>();

	constructor(db: Executor, owner: Buffer) {
		this.#db = db;
		this.owner = owner;
	}

	/** Of those with many entries the one comes first whose newest reach back the furthest. Learns of the `later` ones as well, in the same statement. */
	async sparsestFirst(
		grams: readonly PartGram[],
		later: readonly Buffer[],
	): Promise<readonly PartGram[]> {
		if (grams.length < 2) return grams;
		const wanted = new Map(
			[...grams.map(({ bytes }) => bytes), ...later].map((gram) => [nameOf(gram), gram]),
		);
		await this.#learn([...wanted].flatMap(([name, gram]) => (this.#known.has(name) ? [] : [gram])));
		return grams
			.map((gram) => ({ gram, sample: this.#known.get(nameOf(gram.bytes)) }))
			.toSorted(
				({ sample: a }, { sample: b }) =>
					(a?.entries ?? 0) - (b?.entries ?? 0) ||
					Buffer.compare(a?.oldest ?? BELOW_ALL, b?.oldest ?? BELOW_ALL),
			)
			.map(({ gram }) => gram);
	}

	async #learn(grams: readonly Buffer[]): Promise<void> {
		if (grams.length === 0) return;
		const samples = grams.map(
			(bytes, i) => sql`(select ${sql.lit(i)} as position, count(*) as entries,
				min(entry_id) as oldest from (select entry_id from name_grams
					where owner_id = ${this.owner} and gram = ${bytes}
					order by entry_id desc limit ${sql.lit(SAMPLED_MAX)}) as sample)`,
		);
		const { rows } = await sql<Sample & { position: number }>`
			${sql.join(samples, sql` union all `)}`.execute(this.#db);
		for (const { position, entries, oldest } of rows) {
			const gram = grams[position];
			if (gram !== undefined) this.#known.set(nameOf(gram), { entries, oldest });
		}
	}
}

function nameOf(gram: Buffer): string {
	return gram.toString('hex');
}
