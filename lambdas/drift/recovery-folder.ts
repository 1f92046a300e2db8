import { foldName } from '../domain/fold-name.ts';
import { freeNames } from '../domain/free-names.ts';
import type { Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';

interface Locked {
	readonly repositories: Pick<Repositories, 'entries' | 'tree' | 'users'>;
	readonly vault: Vault;
}

/** The id of the folder at the top that what is found today lies in; made where it is not there. */
export async function recoveryFolder(
	{ clock, newId }: { readonly clock: Clock; readonly newId: NewId },
	{ repositories: { entries, tree, users }, vault }: Locked,
): Promise<string> {
	const { ownerId, rootId } = vault;
	const now = clock.now();
	const wanted = `Recovered ${dayOf(now)}`;
	const there = (await entries.namesakes(ownerId, rootId, [wanted])).get(foldName(wanted));
	if (there?.kind === 'folder') return there.id;
	const [name = wanted] = await freeNames([wanted], (names) =>
		entries.takenNames(ownerId, rootId, names),
	);
	const times = { createdAt: now, updatedAt: now };
	const folder = { ownerId, id: newId(), parentId: rootId, name, rev: 0, ...times, trashed: null };
	await entries.insert([{ kind: 'folder', ...folder, keepsReady: false, heightBound: 0 }]);
	await users.charge(ownerId, { folderCount: 1 });
	await tree.raiseHeights(ownerId, new Map([[rootId, 1]]));
	return folder.id;
}

interface Nameless {
	readonly id: string;
	readonly contentType: string;
	readonly at: Date;
}

/** For bytes whose name is lost. The end of an id is random, so that no two meet. */
export function recoveredName({ id, contentType, at }: Nameless): string {
	const ending = /^\w+\/([\w.-]{1,12})$/.exec(contentType)?.[1] ?? 'bin';
	return `${dayOf(at)} ${id.slice(-12)}.${ending}`;
}

function dayOf(time: Date): string {
	return time.toISOString().slice(0, 10);
}
