import type { RegionPrices } from '#contract/prices';
import { pricesOf } from '#contract/prices';
import { getVaultTotals, listLargestFolders } from '#contract/totals';
import type { Call } from '$lib/api/call';
import type { CostLine, PlannedMonth, Taker, VaultTotals } from './vault-costs';
import { costLines, nextYear, taker, takersByKind } from './vault-costs';

interface CostsPorts {
	readonly call: Call;
	readonly region: () => Promise<string>;
	readonly vault: { readonly open: () => Promise<{ readonly rootId: string }> };
}

/** What the page of costs stands on: the whole vault, reckoned with the prices of the stage's region. */
export interface VaultCosts {
	readonly prices: RegionPrices;
	readonly lines: readonly CostLine[];
	readonly months: readonly PlannedMonth[];
	/** Folders directly in the top folder. */
	readonly folders: readonly Taker[];
	readonly kinds: readonly Taker[];
	readonly totals: VaultTotals;
}

export class CostsView {
	readonly #ports: CostsPorts;
	#costs = $state.raw<VaultCosts>();
	#problem = $state.raw<unknown>();
	#busy = $state(false);

	constructor(ports: CostsPorts) {
		this.#ports = ports;
	}

	/** Undefined until the first answer; later ones replace it. */
	get costs(): VaultCosts | undefined {
		return this.#costs;
	}

	/** Why it could not be read, the last time. */
	get problem(): unknown {
		return this.#problem;
	}

	get busy(): boolean {
		return this.#busy;
	}

	async look(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		try {
			this.#costs = await this.#read();
			this.#problem = undefined;
		} catch (error) {
			this.#problem = error;
		}
		this.#busy = false;
	}

	async #read(): Promise<VaultCosts> {
		const { call, region, vault } = this.#ports;
		const { rootId } = await vault.open();
		const [prices, totals, largest] = await Promise.all([
			region().then(pricesOf),
			call(getVaultTotals, {}),
			call(listLargestFolders, { folderId: rootId }),
		]);
		return {
			prices,
			totals,
			lines: costLines(prices, totals),
			months: nextYear(prices, totals),
			folders: largest.folders.map(({ folderId, name, totals: held }) =>
				taker(prices, { key: folderId, name, href: `/folders/${folderId}` }, held),
			),
			kinds: takersByKind(prices, totals),
		};
	}
}
