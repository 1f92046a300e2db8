import { deletionAtMost, restorableOf, type Deletion } from '#contract/cost-lens';
import { pricesOf, type RegionPrices, type Restorable } from '#contract/prices';
import { stageCost, type StageCostLine } from '#contract/stage-cost';
import { getStageShape, type StageShape } from '#contract/stage-shape';
import { getVaultTotals, listLargestFolders } from '#contract/totals';
import type { Call } from '$lib/api/call';
import type { CostLine, Kind, PlannedMonth, Taker, VaultTotals } from './vault-costs';
import { costLines, nextYear, taker, takersByKind } from './vault-costs';

interface CostsPorts {
	readonly call: Call;
	readonly region: () => Promise<string>;
	readonly vault: { readonly open: () => Promise<{ readonly rootId: string }> };
	readonly session: { readonly ownsStage: boolean };
}

/** What the page of costs stands on: the whole vault, reckoned with the prices of the stage's region. */
export interface VaultCosts {
	readonly prices: RegionPrices;
	readonly lines: readonly CostLine[];
	readonly months: readonly PlannedMonth[];
	/** Which kind the folders are ordered by; all where there is none. */
	readonly kind: Kind | undefined;
	/** Folders directly in the top folder, by what they hold of the kind that is looked at. */
	readonly folders: readonly Taker[];
	readonly kinds: readonly Taker[];
	readonly totals: VaultTotals;
	/** What restoring the whole vault asks S3 for. */
	readonly restorable: Restorable['retrieved'];
	/** Of the whole vault, its trash included. */
	readonly deletion: Deletion;
	/** What the stage costs before its first file; of those alone who run it. */
	readonly stage: StageCosts | undefined;
}

export interface StageCosts {
	readonly shape: StageShape;
	readonly lines: readonly StageCostLine[];
}

export class CostsView {
	readonly #ports: CostsPorts;
	#kind: Kind | undefined;
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

	/** Of a kind, the folders that hold most of it; what was read before is shown until they are known. */
	async show(kind: Kind | undefined): Promise<void> {
		this.#kind = kind;
		await this.look();
	}

	async look(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		let kind;
		do {
			kind = this.#kind;
			try {
				this.#costs = await this.#read(kind);
				this.#problem = undefined;
			} catch (error) {
				this.#problem = error;
			}
		} while (kind !== this.#kind);
		this.#busy = false;
	}

	async #read(kind: Kind | undefined): Promise<VaultCosts> {
		const { call, region, vault } = this.#ports;
		const { rootId } = await vault.open();
		const [prices, totals, largest, shape] = await Promise.all([
			region().then(pricesOf),
			call(getVaultTotals, {}),
			call(listLargestFolders, { folderId: rootId, kind }),
			this.#readShape(),
		]);
		const now = new Date();
		const { vault: ours, trash, copies } = totals;
		const all = { held: [...ours, ...trash], copies: [...copies.vault, ...copies.trash] };
		const isOfKind = (each: { readonly kind: Kind }) => kind === undefined || each.kind === kind;
		return {
			prices,
			totals,
			kind,
			restorable: restorableOf(ours, copies.vault),
			deletion: deletionAtMost(prices, all, now),
			stage: shape && { shape, lines: stageCost(prices, shape) },
			lines: costLines(prices, totals, now),
			months: nextYear(prices, totals, now),
			folders: largest.folders.map((folder) =>
				taker(
					prices,
					{ key: folder.folderId, name: folder.name, href: `/folders/${folder.folderId}` },
					{ held: folder.totals.filter(isOfKind), copies: folder.copied.filter(isOfKind) },
				),
			),
			kinds: takersByKind(prices, totals),
		};
	}

	/** The page says what files cost also where this is not answered. */
	async #readShape(): Promise<StageShape | undefined> {
		const { call, session } = this.#ports;
		if (!session.ownsStage) return undefined;
		return call(getStageShape, {}).catch(() => undefined);
	}
}
