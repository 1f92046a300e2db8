import { canonicalName, type NameReason } from '#contract/names';
import type * as contract from '#contract/vault';
import { RemainingFolders } from '../domain/remaining-folders.ts';
import type { UseCase } from '../ports/use-case.ts';
import { requireLiveFolder } from '../visibility/visible-entries.ts';
import type { VaultDeps } from './deps.ts';
import { FolderMaker } from './internal/folder-maker.ts';

/** Names in one transaction, so that other changes of the same person come in between. */
const NAMES_AT_ONCE = 100;

export const ensureFolders: UseCase<VaultDeps, typeof contract.ensureFolders> = async (
	{ catalog, clock, newId },
	caller,
	{ parentId, paths },
) => {
	const folders: EnsuredFolder[] = [];
	for (const some of inParts(paths.map(canonicalNames))) {
		const ensured = await catalog.withLockedVault(caller, async (repositories, vault) => {
			const start = await requireLiveFolder(repositories, vault, parentId);
			const remaining = new RemainingFolders(vault);
			const context = { repositories, remaining, newId, now: clock.now() };
			const maker = new FolderMaker(context, start);
			await maker.expect(some.flatMap((path) => (path.ok ? path.names.slice(0, 1) : [])));
			const answers: EnsuredFolder[] = [];
			for (const path of some) answers.push(await ensuredFolder(maker, path));
			await maker.write();
			return answers;
		});
		folders.push(...ensured);
	}
	return { folders };
};

function* inParts(paths: readonly NamedPath[]): Generator<readonly NamedPath[]> {
	let part: NamedPath[] = [];
	let count = 0;
	for (const path of paths) {
		part.push(path);
		count += path.ok ? path.names.length : 1;
		if (count < NAMES_AT_ONCE) continue;
		yield part;
		part = [];
		count = 0;
	}
	if (part.length > 0) yield part;
}

type RefusalCode = 'bad_name' | 'name_conflict' | 'too_deep' | 'too_many_folders';

type EnsuredFolder =
	| { outcome: 'ready'; folderId: string }
	| { outcome: 'refused'; code: RefusalCode; reason?: string };

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
