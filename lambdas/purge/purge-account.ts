import type * as contract from '#contract/purge';
import { clearUploads } from '../commit/clear-uploads.ts';
import { endUploads } from '../commit/end-uploads.ts';
import type { StoredEntry } from '../domain/entry.ts';
import type { Vault } from '../domain/vault.ts';
import { REQUEST_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import type { Erasing } from '../erasure/erase-entries.ts';
import { endMailbox } from '../mailboxes/end-mailbox.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { PurgeDeps } from './deps.ts';
import { budget, eraseWithinBudget } from './purge-entries.ts';

/**
 * Closes the vault in one transaction: from then on no request of its owner is answered, whatever
 * token it carries. Its two top folders move to the purge folder with all that lies below them.
 */
export const purgeAccount: UseCase<PurgeDeps, typeof contract.purgeAccount> = async (
	deps,
	{ ownerId },
) => {
	const { catalog, clock } = deps;
	const now = clock.now();
	const { hidden, wish } = await catalog.withLockedVault(ownerId, async (repositories, vault) => {
		const wish = await repositories.mailboxes.wishOf(ownerId);
		await repositories.mailboxes.setWish(ownerId, undefined);
		await repositories.uploads.expire(ownerId, now);
		const closing = {
			hidden: await hideTopFolders(repositories, vault, now),
			wish,
		};
		await repositories.users.markDeleted(ownerId);
		return closing;
	});
	crashPoint('account.afterClose');
	if (wish !== undefined) await endMailbox(deps, wish.email);
	const erasing = { ownerId, hasTimeLeft: budget() };
	const ended = await endAllUploads(deps, erasing);
	return { erased: (await eraseWithinBudget(deps, hidden, erasing)) && ended };
};

/** Uploads ended in one transaction. */
const END_MAX = 200;

/** Answers false where the time was up first: the sweep ends the others, whose time is up as well. */
async function endAllUploads(deps: PurgeDeps, { ownerId, hasTimeLeft }: Erasing): Promise<boolean> {
	while (hasTimeLeft()) {
		const pending = await deps.catalog.uploads.pendingOf(ownerId, { limit: END_MAX });
		if (pending.length === 0) return true;
		const ids = pending.map(({ id }) => id);
		const ended = await deps.catalog.withLockedOwner(ownerId, (repositories) =>
			endUploads({ ...deps, repositories }, ownerId, ids),
		);
		await clearUploads(deps.store, ended);
	}
	return false;
}

async function hideTopFolders(
	{ entries }: Repositories,
	vault: Vault,
	now: Date,
): Promise<readonly StoredEntry[]> {
	const found = await entries.getMany(vault.ownerId, [vault.rootId, vault.trashId]);
	const sweepAt = new Date(now.getTime() + REQUEST_CLAIM_SECONDS * 1000);
	const hidden = [...found.values()].map((entry) => ({
		...entry,
		parentId: vault.purgeId,
		rev: entry.rev + 1,
		trashed: { at: now, fromId: entry.parentId, fromPath: [], sweepAt },
	}));
	for (const entry of hidden) {
		const before = found.get(entry.id);
		if (before !== undefined) await entries.replace(before, entry);
	}
	return hidden;
}
