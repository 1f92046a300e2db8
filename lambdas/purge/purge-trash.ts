import type * as contract from '#contract/purge';
import { REQUEST_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import { ERASE_MAX, type Erasing } from '../erasure/erase-entries.ts';
import { onBehalfOf } from '../ports/caller.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { PurgeDeps } from './deps.ts';
import { budget, eraseWithinBudget } from './purge-entries.ts';

/** Entries hidden in one transaction: it holds the vault for a fraction of a second. */
const HIDE_MAX = 1000;

/** Hides everything first, in a few statements, and only then takes bytes away. */
export const purgeTrash: UseCase<PurgeDeps, typeof contract.purgeTrash> = async (deps, caller) => {
	const { ownerId } = caller;
	const erasing = { ownerId, hasTimeLeft: budget() };
	await deps.catalog.users.vaultOf(caller);
	const emptied = await hideTrash(deps, erasing);
	crashPoint('purge.afterHide');
	return { emptied, erased: emptied && (await erasePurgeFolder(deps, erasing)) };
};

/** Answers false where the time was up first. */
async function hideTrash(
	{ catalog, clock }: PurgeDeps,
	{ ownerId, hasTimeLeft }: Erasing,
): Promise<boolean> {
	const sweepAt = new Date(clock.now().getTime() + REQUEST_CLAIM_SECONDS * 1000);
	while (hasTimeLeft()) {
		const hidden = await catalog.withLockedVault(onBehalfOf(ownerId), ({ purges }, vault) =>
			purges.hide(vault, { sweepAt, limit: HIDE_MAX }),
		);
		if (hidden.length < HIDE_MAX) return true;
	}
	return false;
}

/** What an earlier request has left, too: nothing of what was ever in the trash is there when this answers true. */
async function erasePurgeFolder(deps: PurgeDeps, erasing: Erasing): Promise<boolean> {
	const { ownerId, hasTimeLeft } = erasing;
	const { purgeId } = await deps.catalog.users.vaultOf(onBehalfOf(ownerId));
	let erased = true;
	let after: Buffer | undefined;
	while (hasTimeLeft()) {
		const page = await deps.catalog.lists.folder(ownerId, {
			folderId: purgeId,
			sort: 'name',
			limit: ERASE_MAX,
			...(after !== undefined && { after }),
		});
		const entries = page.map(({ item }) => item);
		if (!(await eraseWithinBudget(deps, entries, erasing))) erased = false;
		after = page.at(-1)?.position;
		if (page.length < ERASE_MAX) return erased;
	}
	return false;
}
