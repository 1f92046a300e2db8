import { canonicalName, type NameReason } from '#contract/names';
import type * as contract from '#contract/vault';
import type { UseCase } from '../ports/use-case.ts';
import { requireLiveFolder } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { FolderMaker } from './internal/folder-maker.ts';

export const ensureFolders: UseCase<VaultDeps, typeof contract.ensureFolders> = (
	{ catalog, clock, newId },
	{ ownerId },
	{ parentId, paths },
) =>
	catalog.withLockedVault(ownerId, async (repositories, vault) => {
		const start = await requireLiveFolder(repositories, vault, parentId);
		const maker = new FolderMaker({ repositories, newId, now: clock.now() }, start);
		const named = paths.map(canonicalNames);
		await maker.expect(named.flatMap((path) => (path.ok ? path.names.slice(0, 1) : [])));

		const folders: EnsuredFolder[] = [];
		for (const path of named) folders.push(await ensuredFolder(maker, path));
		await maker.write();
		return { folders };
	});

type EnsuredFolder =
	| { outcome: 'ready'; folderId: string }
	| { outcome: 'refused'; code: 'bad_name' | 'name_conflict' | 'too_deep'; reason?: string };

type NamedPath =
	| { readonly ok: true; readonly names: readonly string[] }
	| { readonly ok: false; readonly reason: NameReason };

async function ensuredFolder(maker: FolderMaker, path: NamedPath): Promise<EnsuredFolder> {
	if (!path.ok) return { outcome: 'refused', code: 'bad_name', reason: path.reason };
	const made = await maker.follow(path.names);
	return made.outcome === 'ready' ? { outcome: 'ready', folderId: made.folder.id } : made;
}

function canonicalNames(path: readonly string[]): NamedPath {
	const names: string[] = [];
	for (const raw of path) {
		const verdict = canonicalName(raw);
		if (!verdict.ok) return verdict;
		names.push(verdict.name);
	}
	return { ok: true, names };
}
