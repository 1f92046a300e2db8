import { QUOTE_MAX_ENTRIES } from '#contract/limits';
import { pricesOf, restorePrice, restoreTiers, type RestoreTier } from '#contract/prices';
import { restoreWindow, type RestoreWindow } from '#contract/restore-tiers';
import type * as contract from '#contract/restores';
import { refusalOf } from '../domain/restore.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { RestoreFolder } from '../ports/restores.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { RestoresDeps } from './deps.ts';
import { billedToday } from './internal/billed-today.ts';
import { Tally } from './internal/tally.ts';
import { findTargets } from './internal/targets.ts';
import { WALK_FOLDERS, walkFolders } from './internal/walk-folders.ts';

export const quoteRestore: UseCase<RestoresDeps, typeof contract.quoteRestore> = async (
	{ catalog, clock, region, allowance, hasTimeLeft },
	caller,
	{ targets, days },
) => {
	const { ownerId } = caller;
	const vault = await catalog.users.vaultOf(caller);
	const now = clock.now();
	const { folderIds, versions } = await findTargets(catalog, vault, targets);
	const tally = new Tally(now, days);
	for (const version of versions) tally.add(version);
	const complete = await countBelow({ catalog, hasTimeLeft }, ownerId, { folderIds, tally });
	const used = await billedToday(catalog, clock, ownerId);
	const prices = pricesOf(region);
	return {
		...tally.counts,
		complete,
		tiers: restoreTiers.map((tier) => {
			const billed = tally.billed[tier];
			const asked = { tier, days };
			const { isDeep } = tally;
			return {
				tier,
				price: restorePrice(prices, billed, asked),
				...windowOf(tier, isDeep),
				refusal: refusalOf(billed, { ...asked, region, isDeep, used, allowance }),
			};
		}),
		prices: { region: prices.region, checkedOn: prices.checkedOn },
		days,
	};
};

interface Walk {
	readonly folderIds: readonly string[];
	readonly tally: Tally;
}

/** False where there is more than can be counted in one call. */
async function countBelow(
	{ catalog, hasTimeLeft }: { readonly catalog: Catalog; readonly hasTimeLeft: () => boolean },
	ownerId: string,
	{ folderIds, tally }: Walk,
): Promise<boolean> {
	let folders: RestoreFolder[] = folderIds.map((folderId) => ({ folderId, readTo: null }));
	let entries = 0;
	while (folders.length > 0) {
		if (entries >= QUOTE_MAX_ENTRIES || !hasTimeLeft()) return false;
		folders.sort((a, b) => (a.folderId < b.folderId ? -1 : 1));
		const step = await walkFolders(catalog, ownerId, folders.slice(0, WALK_FOLDERS));
		for (const version of step.versions) tally.add(version);
		entries += step.versions.length + step.found.length + 1;
		const finished = new Set(step.finished);
		folders = folders
			.filter(({ folderId }) => !finished.has(folderId))
			.map((each) => (each.folderId === step.unfinished?.folderId ? step.unfinished : each));
		folders.push(...step.found.map((folderId) => ({ folderId, readTo: null })));
	}
	return true;
}

/** Of what is in both archives the slower one counts; where it does not offer the tier, the refusal says so. */
function windowOf(tier: RestoreTier, isDeep: boolean): RestoreWindow {
	const window = isDeep ? restoreWindow('DEEP_ARCHIVE', tier) : undefined;
	return window ?? restoreWindow('GLACIER', tier) ?? { fromSeconds: 0, toSeconds: 0 };
}
