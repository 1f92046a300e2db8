import { ORPHAN_GRACE_SECONDS, SESSION_LIFE_SECONDS } from '#contract/limits';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeletedVault } from '../ports/users.ts';

export interface DeletedSweepDeps {
	readonly catalog: Catalog;
	readonly clock: Clock;
	readonly hasTimeLeft: () => boolean;
}

/** Rows looked at, or taken away, in one go. */
const PAGE = 200;
/**
 * The row of a deleted vault is kept for so long, in seconds: as long as a session may be renewed, and a day.
 * Until then a tab that was left open finds that the vault is deleted, instead of making a new one.
 */
const REMEMBER_SECONDS = SESSION_LIFE_SECONDS + 24 * 3600;

/**
 * What is left of people who have gone. After a day their uploads, whose rows hold names of files, their
 * batches and messages: until then S3's events and the check for surplus versions still ask for uploads.
 * Last the vault's own row, which holds nothing but ids.
 */
export async function sweepDeleted(deps: DeletedSweepDeps): Promise<void> {
	const now = deps.clock.now().getTime();
	const rowsBefore = new Date(now - ORPHAN_GRACE_SECONDS * 1000);
	const vaultBefore = new Date(now - REMEMBER_SECONDS * 1000);
	let after = '';
	while (deps.hasTimeLeft()) {
		const page = await deps.catalog.users.deleted(rowsBefore, { after, limit: PAGE });
		for (const vault of page) {
			await forgetRows(deps, vault);
			if (vault.deletedAt < vaultBefore) await forgetVault(deps, vault);
		}
		const last = page.at(-1);
		if (last === undefined) return;
		after = last.ownerId;
	}
}

async function forgetRows(
	{ catalog, hasTimeLeft }: DeletedSweepDeps,
	{ ownerId }: DeletedVault,
): Promise<void> {
	for (const repository of [catalog.uploads, catalog.batches, catalog.outbox]) {
		while (hasTimeLeft() && (await repository.forgetOf(ownerId, PAGE)) === PAGE);
	}
}

/** Not while anything of it is still to be erased: its row is what the erasure locks. */
async function forgetVault(
	{ catalog }: DeletedSweepDeps,
	{ ownerId }: DeletedVault,
): Promise<void> {
	await catalog.withLockedOwner(ownerId, async ({ entries, lists, users }, vault) => {
		const { purgeId, usedBytes, reservedBytes } = vault;
		const left = await lists.folder(ownerId, { folderId: purgeId, sort: 'name', limit: 1 });
		if (left.length > 0 || usedBytes > 0 || reservedBytes > 0) return;
		const purgeFolder = await entries.get(ownerId, purgeId);
		if (purgeFolder !== undefined) await entries.erase([purgeFolder]);
		await users.forget(ownerId);
	});
}
