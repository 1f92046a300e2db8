import {
	inMonths,
	monthlyCost,
	movingCost,
	shelfCosts,
	type Held,
	type Shelf,
} from '#contract/cost-lens';
import type { ResponseOf } from '#contract/endpoint';
import { copiesCost, copiesCostWithin, copiesInMonths, type Copied } from '#contract/held-copies';
import type { RegionPrices } from '#contract/prices';
import { contentKind, type getVaultTotals, type Total } from '#contract/totals';

export type VaultTotals = ResponseOf<typeof getVaultTotals>;

/** One line of what the vault costs, in US dollars a month. */
export interface CostLine {
	readonly name: 'files' | 'older' | 'copies' | 'trash' | 'leaving' | 'derivatives' | 'unfinished';
	readonly bytes: number;
	readonly nowUsd: number;
	/** In 60 days, if nothing is added. */
	readonly laterUsd: number;
}

/** What the whole vault is billed as, line by line. */
export function costLines(
	prices: RegionPrices,
	totals: VaultTotals,
	now: Date,
): readonly CostLine[] {
	const { vault, trash, leaving } = totals;
	const line = (name: CostLine['name'], held: readonly Held[], goes: boolean): CostLine => ({
		name,
		bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
		nowUsd: monthlyCost(prices, held),
		laterUsd: goes ? 0 : monthlyCost(prices, inMonths(held, 2)),
	});
	return [
		line('files', ofPart(vault, 'current'), false),
		line('older', ofPart(vault, 'older'), false),
		copiesLine(prices, totals.copies, now),
		// The trash is emptied after 30 days, what is deleted and what was not finished within a week.
		line('trash', trash, true),
		line('leaving', leaving, true),
		line('derivatives', [inStandard(1, totals.derivativeBytes)], false),
		line('unfinished', [inStandard(totals.unfinished.files, totals.unfinished.bytes)], true),
	];
}

/** Copies of what lies in the trash go with it, within 60 days. */
function copiesLine(
	prices: RegionPrices,
	{ vault, trash, leaving }: VaultTotals['copies'],
	now: Date,
): CostLine {
	const all = [...vault, ...trash, ...leaving];
	return {
		name: 'copies',
		bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
		nowUsd: copiesCost(prices, all),
		laterUsd: copiesCost(prices, copiesInMonths(vault, 2, now)),
	};
}

/** One month of the plot. */
export interface PlannedMonth extends Readonly<Record<Shelf, number>> {
	/** Restored copies, for the days on which they are there. */
	readonly copies: number;
	/** What the lifecycle's requests cost within it, once. */
	readonly moving: number;
	readonly totalUsd: number;
}

const MONTHS = 12;

/** What the next twelve months cost if nothing is added or deleted. */
export function nextYear(
	prices: RegionPrices,
	totals: VaultTotals,
	now: Date,
): readonly PlannedMonth[] {
	const { vault, trash, leaving } = totals.copies;
	const passing = [
		...totals.trash,
		...totals.leaving,
		inStandard(totals.unfinished.files, totals.unfinished.bytes),
	];
	const stays = inStandard(1, totals.derivativeBytes);
	return Array.from({ length: MONTHS }, (_, month) => {
		const held = [...inMonths(totals.vault, month), stays, ...(month === 0 ? passing : [])];
		const shelves = shelfCosts(prices, held);
		const there = [...vault, ...(month === 0 ? [...trash, ...leaving] : [])];
		const copies = copiesCostWithin(prices, there, month, now);
		const moving = movingCost(prices, totals.vault, month);
		return {
			...shelves,
			copies,
			moving,
			totalUsd: shelves.ready + shelves.cool + shelves.archived + copies + moving,
		};
	});
}

function ofPart(totals: readonly Total[], part: Total['part']): readonly Held[] {
	return totals.filter((total) => total.part === part);
}

function inStandard(files: number, bytes: number): Held {
	return { storageClass: 'STANDARD', stays: true, kept: false, files, bytes };
}

/** What takes room, the most first. */
export interface Taker {
	readonly key: string;
	readonly name: string;
	readonly href: string;
	readonly bytes: number;
	readonly usd: number;
}

export type Kind = Total['kind'];

export const kindNames: Readonly<Record<Kind, string>> = {
	image: 'Pictures',
	video: 'Films',
	audio: 'Sound',
	document: 'Documents',
	other: 'Everything else',
};

/** By kind, older versions included, each leading to the folders that hold most of it; what holds nothing is left out. */
export function takersByKind(
	prices: RegionPrices,
	{ vault, copies }: Pick<VaultTotals, 'vault' | 'copies'>,
): readonly Taker[] {
	return contentKind.options
		.map((kind) =>
			taker(
				prices,
				{ key: kind, name: kindNames[kind], href: `/costs?kind=${kind}#by-folder` },
				{
					held: vault.filter((total) => total.kind === kind),
					copies: copies.vault.filter((copy) => copy.kind === kind),
				},
			),
		)
		.filter(({ bytes }) => bytes > 0)
		.toSorted((a, b) => b.bytes - a.bytes);
}

export function taker(
	prices: RegionPrices,
	named: Pick<Taker, 'key' | 'name' | 'href'>,
	{ held, copies }: { readonly held: readonly Held[]; readonly copies: readonly Copied[] },
): Taker {
	const bytes = held.reduce((sum, each) => sum + each.bytes, 0);
	return { ...named, bytes, usd: monthlyCost(prices, held) + copiesCost(prices, copies) };
}
