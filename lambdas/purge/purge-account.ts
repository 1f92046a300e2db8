import type * as contract from '#contract/purge';
import { clearUploads } from '../commit/clear-uploads.ts';
import { endUploads } from '../commit/end-uploads.ts';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { Vault } from '../domain/vault.ts';
import { REQUEST_CLAIM_SECONDS } from '../erasure/erase-deps.ts';
import type { Erasing } from '../erasure/erase-entries.ts';
import { endMailbox } from '../mailboxes/end-mailbox.ts';
import type { Caller } from '../ports/caller.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { NoticeWish } from '../ports/mailboxes.ts';
import type { UseCase } from '../ports/use-case.ts';
import { crashPoint } from '../runtime/crash-point.ts';
import type { PurgeDeps } from './deps.ts';
import { budget, eraseWithinBudget } from './purge-entries.ts';

/**
 * [Note: Deleting an account] Three steps, of which each may be the last one that was heard of:
 *
 * 1. Here, one transaction closes the vault: from then on every verb answers `vault_deleted`, whatever
 *    token it is asked with. Its two top folders move to the purge folder with all that lies below them.
 * 2. The bytes go, here or by the sweep, which needs no sign-in.
 * 3. The page deletes the person in Cognito, by their own access token: no function may.
 *
 * Asked again, this answers as before, so a page that lost an answer begins again with the first step. One
 * that was closed before the third finds `vault_deleted` when it opens the vault, and offers to go on.
 */
export const purgeAccount: UseCase<PurgeDeps, typeof contract.purgeAccount> = async (
	deps,
	caller,
) => {
	const { hidden, wish } = await closeOnce(deps, caller);
	crashPoint('account.afterClose');
	if (wish !== undefined) await endMailbox(deps, wish.email);
	const erasing = { ownerId: caller.ownerId, hasTimeLeft: budget() };
	const ended = await endAllUploads(deps, erasing);
	return { erased: (await eraseWithinBudget(deps, hidden, erasing)) && ended };
};

interface Closing {
	readonly hidden: readonly StoredEntry[];
	readonly wish: NoticeWish | undefined;
}

const NOTHING: Closing = { hidden: [], wish: undefined };

async function closeOnce(deps: PurgeDeps, caller: Caller): Promise<Closing> {
	try {
		return await close(deps, caller);
	} catch (error) {
		const code = error instanceof VaultError ? error.code : undefined;
		// There never was a vault, or its last row is gone.
		if (code === 'not_found') return NOTHING;
		if (code === 'vault_deleted') return { ...NOTHING, hidden: await leftOf(deps, caller) };
		throw error;
	}
}

function close(deps: PurgeDeps, caller: Caller): Promise<Closing> {
	const now = deps.clock.now();
	return deps.catalog.withLockedVault(caller, async (repositories, vault) => {
		const { ownerId } = vault;
		const wish = await repositories.mailboxes.wishOf(ownerId);
		await repositories.mailboxes.setWish(ownerId, undefined);
		await repositories.uploads.expire(ownerId, now);
		const closing = {
			hidden: await hideTopFolders(repositories, vault, now),
			wish,
		};
		await repositories.users.markDeleted(ownerId, now);
		return closing;
	});
}

/** What an earlier call has hidden and not erased. */
function leftOf({ catalog }: PurgeDeps, { ownerId }: Caller): Promise<readonly StoredEntry[]> {
	return catalog.withLockedOwner(ownerId, async ({ entries }, { rootId, trashId }) => [
		...(await entries.getMany(ownerId, [rootId, trashId])).values(),
	]);
}

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
