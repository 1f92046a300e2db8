import type * as contract from '#contract/restores';
import type { StoredEntry } from '../domain/entry.ts';
import { VaultError } from '../domain/vault-error.ts';
import type { UseCase } from '../ports/use-case.ts';
import { presentEntry } from '../visibility/present-entry.ts';
import { requireLive } from '../visibility/visible-entries.ts';
import type { RestoresDeps } from './deps.ts';
import { keepReadyStep } from './internal/keep-step.ts';

/** Where counting stops: a page wants to know whether there are some. */
const LEFT_MAX = 1000;

/** See [Note: Kept ready]. */
export const keepReady: UseCase<RestoresDeps, typeof contract.keepReady> = async (
	deps,
	caller,
	{ entryIds, keep },
) => {
	const { catalog } = deps;
	const { ownerId } = caller;
	const entries = await catalog.withLockedVault(caller, async (repositories, vault) => {
		const found = await requireLive(repositories, vault, entryIds);
		const wished: StoredEntry[] = [];
		const changed: string[] = [];
		for (const { entry } of found) {
			if (entry.keepsReady === keep) {
				wished.push(entry);
				continue;
			}
			const after = { ...entry, keepsReady: keep, rev: entry.rev + 1 };
			await repositories.entries.replace(entry, after);
			wished.push(after);
			changed.push(entry.id);
		}
		await repositories.keepChecks.ask(ownerId, changed);
		return wished;
	});
	let told = 0;
	try {
		while (deps.hasTimeLeft()) {
			const step = await keepReadyStep(deps, ownerId);
			if (step === undefined) break;
			told += step;
		}
	} catch (error) {
		// The wish is written down; the schedule tells S3 of it.
		if (!(error instanceof VaultError && error.code === 'unavailable')) throw error;
	}
	const folderIds = entries.flatMap(({ kind, id }) => (kind === 'folder' ? [id] : []));
	const totals = await catalog.totals.shown(ownerId, folderIds);
	const left = await catalog.keepChecks.count(ownerId, LEFT_MAX);
	return { entries: entries.map((entry) => presentEntry(entry, totals)), told, isTold: left === 0 };
};
