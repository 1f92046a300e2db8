import { KEEP_ENTRIES_MAX, RESTORE_DAYS_DEFAULT } from '#contract/limits';
import { pricesOf } from '#contract/prices';
import type { RestoreTier } from '#contract/restore-tiers';
import { keepReady } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { uuidv7 } from 'uuidv7';
import type { RestoreJobs } from './restore-jobs.svelte';
import {
	offeredTiers,
	quoteAll,
	suggestedTier,
	taskOf,
	type RestoreQuote,
	type RestoreTask,
	type TierQuote,
} from './restore-quote';
import type { RestoreWish } from './restore-wish';

/** What a person chooses in the sheet: how fast, and for how long the copies stay. */
export class RestoreChoice {
	readonly wish: RestoreWish;
	readonly #call: Call;
	readonly #jobs: () => Promise<Pick<RestoreJobs, 'begin'>>;
	#days = $state.raw(RESTORE_DAYS_DEFAULT);
	/** What is restored stays ready from then on, and not for days. */
	keeps = $state(false);
	#chosenTier = $state.raw<RestoreTier>();
	#quote = $state.raw<RestoreQuote>();
	#failure = $state.raw<unknown>();
	#problem = $state.raw<unknown>();
	#busy = $state.raw(false);
	#counting = $state.raw(false);
	#reading = new AbortController();
	/** By part and by what was chosen: pressed again after a lost answer, it is the same request. */
	readonly #ids = new Map<string, string>();

	constructor(
		wish: RestoreWish,
		services: { readonly call: Call; readonly jobs: () => Promise<Pick<RestoreJobs, 'begin'>> },
	) {
		this.wish = wish;
		this.keeps = wish.keeps === true;
		this.#call = services.call;
		this.#jobs = services.jobs;
	}

	get days(): number {
		return this.#days;
	}

	/** Undefined until the server has answered. */
	get quote(): RestoreQuote | undefined {
		return this.#quote;
	}

	/** Why there is no quote. */
	get failure(): unknown {
		return this.#failure;
	}

	/** Why the last press did not begin it. */
	get problem(): unknown {
		return this.#problem;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** True until all that is meant is counted: the prices still grow, and none can be agreed to. */
	get counting(): boolean {
		return this.#counting;
	}

	get task(): RestoreTask | undefined {
		return this.#quote && taskOf(this.#quote);
	}

	get tiers(): readonly TierQuote[] {
		return this.#quote === undefined ? [] : offeredTiers(this.#quote);
	}

	/** As chosen, or what is suggested; undefined where no way may be taken. */
	readonly tier: RestoreTier | undefined = $derived.by(() => {
		const allowed = this.tiers.filter(({ refusal }) => refusal === null);
		const chosen = allowed.find(({ tier }) => tier === this.#chosenTier);
		if (chosen) return chosen.tier;
		// Of what comes anyway, waiting is the suggestion, so that no press pays by mistake.
		return this.task === 'hasten' ? undefined : suggestedTier(allowed);
	});

	/** What a press would do, with its price; undefined where it can do nothing. */
	readonly offer: TierQuote | undefined = $derived.by(() => {
		if (this.task !== 'extend') return this.tiers.find(({ tier }) => tier === this.tier);
		return this.#quote?.tiers.find(({ tier, refusal }) => tier === 'Bulk' && refusal === null);
	});

	/** True where a download can wait for copies that are on their way already. */
	get canJoin(): boolean {
		return this.task === 'hasten' && this.wish.download !== undefined;
	}

	/** True where it can be kept ready from then on: a version that is not the current one cannot. */
	get canKeep(): boolean {
		const { targets } = this.wish;
		return this.task === 'restore' && targets.every(({ versionId }) => versionId === undefined);
	}

	/** What keeping costs a month, beside the archive: an estimate, in dollars. Undefined until the server has answered. */
	get keepUsdPerMonth(): number | undefined {
		if (this.#quote === undefined) return undefined;
		const { archived, prices } = this.#quote;
		return (archived.bytes / 1024 ** 3) * pricesOf(prices.region).perGbMonth.STANDARD;
	}

	choose(tier: RestoreTier): void {
		this.#chosenTier = tier;
		this.#problem = undefined;
	}

	async stay(days: number): Promise<void> {
		this.#days = days;
		this.#problem = undefined;
		await this.read();
	}

	/** Asks what it would mean, and shows it while it is counted. The old answer stays until the new one is here. */
	async read(): Promise<void> {
		this.#reading.abort();
		const { signal } = (this.#reading = new AbortController());
		this.#failure = undefined;
		this.#counting = true;
		const asked = { targets: this.wish.targets, days: this.#days };
		try {
			const onCounted = (soFar: RestoreQuote) => {
				if (!signal.aborted) this.#quote = soFar;
			};
			const quote = await quoteAll(this.#call, asked, { signal, onCounted });
			if (!signal.aborted) this.#quote = quote;
		} catch (error) {
			if (signal.aborted) return;
			this.#quote = undefined;
			this.#failure = error;
		} finally {
			if (!signal.aborted) this.#counting = false;
		}
	}

	/** True where it has begun. A second press while it is busy does nothing. */
	async press(): Promise<boolean> {
		const tier = this.offer?.tier ?? (this.canJoin ? 'Bulk' : undefined);
		if (tier === undefined || this.#busy || this.#counting) return false;
		this.#busy = true;
		this.#problem = undefined;
		const days = this.#days;
		try {
			const idOf = (part: number) => this.#idOf(`${tier} ${String(days)} ${String(part)}`);
			if (this.keeps && this.canKeep && this.wish.keeps !== true) await this.#keep();
			await (await this.#jobs()).begin(this.wish, { tier, days, idOf });
			return true;
		} catch (error) {
			this.#problem = error;
			return false;
		} finally {
			this.#busy = false;
		}
	}

	async #keep(): Promise<void> {
		const entryIds = this.wish.targets.map(({ entryId }) => entryId);
		for (let i = 0; i < entryIds.length; i += KEEP_ENTRIES_MAX) {
			const part = entryIds.slice(i, i + KEEP_ENTRIES_MAX);
			await this.#call(keepReady, { entryIds: part, keep: true });
		}
	}

	#idOf(request: string): string {
		const id = this.#ids.get(request) ?? uuidv7();
		this.#ids.set(request, id);
		return id;
	}
}
