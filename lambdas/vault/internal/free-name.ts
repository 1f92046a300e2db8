import { freeNames } from '../../domain/free-names.ts';
import type { EntryRepository } from '../../ports/entries.ts';

export interface WantedName {
	readonly ownerId: string;
	readonly parentId: string;
	/** Canonical. */
	readonly name: string;
}

/** The name, or the next free number of it in the folder; see `freeNames`. */
export async function freeNameIn(
	entries: EntryRepository,
	{ ownerId, parentId, name }: WantedName,
): Promise<string> {
	const [free = name] = await freeNames([name], (names) =>
		entries.takenNames(ownerId, parentId, names),
	);
	return free;
}
