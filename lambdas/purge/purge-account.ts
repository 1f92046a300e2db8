import type * as contract from '#contract/purge';
import { clearUploads } from '../commit/clear-uploads.ts';
import { endUploads } from '../commit/end-uploads.ts';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Vault } from '../domain/vault.ts';
import { PURGE_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { PurgeDeps } from './deps.ts';
import { eraseWithinBudget } from './purge-entries.ts';

/**
 * Closes the vault in one transaction: from then on no request of its owner is answered, whatever
 * token it carries. Its two top folders move to the purge folder with all that lies below them.
 */
export const purgeAccount: UseCase<PurgeDeps, typeof contract.purgeAccount> = async (
	deps,
	{ ownerId },
) => {
	const { catalog, store, notifier, clock } = deps;
	const now = clock.now();
	const { ended, hidden, subscription } = await catalog.withLockedVault(
		ownerId,
		async (repositories, vault) => {
			const pending = await repositories.uploads.pendingOf(ownerId);
			const ids = pending.map(({ id }) => id);
			const mailbox = await repositories.users.mailboxOf(ownerId);
			await repositories.users.setMailbox(ownerId, { email: null, subscription: null });
			const closing = {
				ended: await endUploads({ ...deps, repositories }, ownerId, ids),
				hidden: await hideTopFolders(repositories, vault, now),
				subscription: mailbox.subscription,
			};
			await repositories.users.markDeleted(ownerId);
			return closing;
		},
	);
	crashPoint('account.afterClose');
	await clearUploads(store, ended);
	if (subscription !== null) await unsubscribe(notifier, subscription);
	return { erased: await eraseWithinBudget(deps, ownerId, hidden) };
};

async function hideTopFolders(
	{ entries }: Repositories,
	vault: Vault,
	now: Date,
): Promise<readonly StoredEntry[]> {
	const found = await entries.getMany(vault.ownerId, [vault.rootId, vault.trashId]);
	const sweepAt = new Date(now.getTime() + PURGE_CLAIM_SECONDS * 1000);
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

/** With the mailbox gone nothing is published for it any more, so a subscription left behind stays silent. */
async function unsubscribe(notifier: PurgeDeps['notifier'], subscription: string): Promise<void> {
	try {
		await notifier.unsubscribe(subscription);
	} catch (error) {
		if (!(error instanceof VaultError)) throw error;
	}
}
