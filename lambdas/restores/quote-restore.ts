import type { ParsedRequestOf } from '#contract/endpoint';
import { QUOTE_CALL_MAX_ENTRIES } from '#contract/limits';
import { pricesOf, restorePrice } from '#contract/prices';
import {
	restoreTiers,
	restoreWindow,
	type RestoreTier,
	type RestoreWindow,
} from '#contract/restore-tiers';
import type * as contract from '#contract/restores';
import { refusalOf } from '../domain/restore.ts';
import type { Vault } from '../domain/vault.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { RestoreFolder } from '../ports/restores.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { billedToday } from './internal/billed-today.ts';
import { readProgress, writeProgress, type QuoteProgress } from './internal/quote-progress.ts';
import { Tally } from './internal/tally.ts';
import { findTargets } from './internal/targets.ts';
import { WALK_FOLDERS, walkFolders, type Restorable } from './internal/walk-folders.ts';

export const quoteRestore: UseCase<RestoresDeps, typeof contract.quoteRestore> = async (
	{ catalog, clock, region, allowance, hasTimeLeft },
	caller,
	asked,
) => {
	const { days } = asked;
	const { ownerId } = caller;
	const vault = await catalog.users.vaultOf(caller);
	const start = await startOf(catalog, vault, asked);
	const tally = new Tally(clock.now(), days, start.tallied);
	for (const version of start.versions) tally.add(version);
	const folders = await countBelow({ catalog, hasTimeLeft }, ownerId, {
		folders: start.folders,
		tally,
	});
	const used = await billedToday(catalog, clock, ownerId);
	const prices = pricesOf(region);
	const { counts, billed, isDeep } = tally.counted;
	return {
		...counts,
		complete: folders.length === 0,
		progress:
			folders.length === 0 ? null : (writeProgress({ tallied: tally.counted, folders }) ?? null),
		tiers: restoreTiers.map((tier) => {
			const way = { tier, days };
			return {
				tier,
				price: restorePrice(prices, billed[tier], way),
				...windowOf(tier, isDeep),
				refusal: refusalOf(billed[tier], { ...way, region, isDeep, used, allowance }),
			};
		}),
		prices: { region: prices.region, checkedOn: prices.checkedOn },
		days,
	};
};

interface Start extends Partial<QuoteProgress> {
	readonly folders: readonly RestoreFolder[];
	/** Named in the request. */
	readonly versions: readonly Restorable[];
}

/** At the targets, or where the call before has stopped. */
async function startOf(
	catalog: Catalog,
	vault: Vault,
	asked: ParsedRequestOf<typeof contract.quoteRestore>,
): Promise<Start> {
	const { progress } = asked;
	if (progress !== undefined) return { ...readProgress(progress), versions: [] };
	const { folderIds, versions } = await findTargets(catalog, vault, asked);
	return { folders: folderIds.map((folderId) => ({ folderId, readTo: null })), versions };
}

interface Walk {
	readonly folders: readonly RestoreFolder[];
	readonly tally: Tally;
}

/**
 * Counts as much as one call may, at least one step, and answers the folders that are left. By depth: what was found last is read
 * first, so what is left never grows with the vault, but with its depth.
 */
async function countBelow(
	{ catalog, hasTimeLeft }: { readonly catalog: Catalog; readonly hasTimeLeft: () => boolean },
	ownerId: string,
	{ folders, tally }: Walk,
): Promise<readonly RestoreFolder[]> {
	let left = [...folders];
	let entries = 0;
	while (left.length > 0) {
		const next = left.slice(-WALK_FOLDERS).sort((a, b) => (a.folderId < b.folderId ? -1 : 1));
		const step = await walkFolders(catalog, ownerId, next);
		for (const version of step.versions) tally.add(version);
		const finished = new Set(step.finished);
		left = left
			.filter(({ folderId }) => !finished.has(folderId))
			.map((each) => (each.folderId === step.unfinished?.folderId ? step.unfinished : each));
		left.push(...step.found.map((folderId) => ({ folderId, readTo: null })));
		entries += step.versions.length + step.found.length + 1;
		if (entries >= QUOTE_CALL_MAX_ENTRIES || !hasTimeLeft()) break;
	}
	return left;
}

/** Of what is in both archives the slower one counts; where it does not offer the tier, the refusal says so. */
function windowOf(tier: RestoreTier, isDeep: boolean): RestoreWindow {
	const window = isDeep ? restoreWindow('DEEP_ARCHIVE', tier) : undefined;
	return window ?? restoreWindow('GLACIER', tier) ?? { fromSeconds: 0, toSeconds: 0 };
}
