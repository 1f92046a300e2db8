import { foldText } from '#contract/folding';
import { SEARCH_RESULTS_MAX } from '#contract/limits';
import { hasPart, type SearchPart, type SearchWords } from '#contract/search-words';
import type { SearchType } from '../../domain/search-type.ts';
import type { Catalog } from '../../ports/catalog.ts';
import type { NameIndex, Walk } from '../../ports/search.ts';

/** Folders that are looked at for one with a part in its name. */
const LOOKED_AT = 100;

/** Entries of the rarest piece that one stretch passes: of a walk that has to find all, and of one for the sake of order. */
export const PASSED = { long: 2000, short: 1000 } as const;

/** A walk that is gone through to its end, over as many answers as it takes. */
export interface PlannedWalk {
	readonly parts: readonly SearchPart[];
	readonly overPath: boolean;
}

/**
 * Walks for the sake of order alone, each cut short: what they leave out the others find. Of each list the walks behind one
 * that came to its end find nothing more.
 */
export function bestWalks({ parts }: SearchWords, type: SearchType | undefined) {
	const beginnings: Walk = {
		parts,
		at: 'beginnings',
		type,
		atOnce: SEARCH_RESULTS_MAX,
		passed: PASSED.short,
	};
	const folders: Walk = { ...beginnings, type: 'folder' };
	return {
		/** None where a type is asked for. */
		folders: type === undefined ? [{ ...folders, at: 'anywhere' as const }, folders] : [],
		all: [beginnings],
	};
}

/**
 * All walks that together miss no match, each planned when the one before has come to its end. The first is for names that have all
 * parts. Of the others each match has a part in the name of a
 * folder above; parts that no folder has must be in its own name, which makes one walk. Where each part is in the name
 * of some folder, any of them may be the one in its own name.
 */
export async function* fullWalks(
	index: NameIndex,
	{ entries }: Pick<Catalog, 'entries'>,
	{ ownerId, words: { parts } }: { readonly ownerId: string; readonly words: SearchWords },
): AsyncGenerator<PlannedWalk> {
	yield { parts, overPath: false };
	if (parts.length < 2) return;
	const own: SearchPart[] = [];
	for (const part of parts) {
		if (!(await isInFolderName(index, { entries, ownerId }, part))) own.push(part);
	}
	if (own.length === parts.length) return;
	const groups = own.length > 0 ? [own] : parts.map((part) => [part]);
	for (const group of groups) yield { parts: group, overPath: true };
}

/** Whether a folder has the part in its name; true as well where that takes too long to tell. */
async function isInFolderName(
	index: NameIndex,
	{ entries, ownerId }: Pick<Catalog, 'entries'> & { readonly ownerId: string },
	part: SearchPart,
): Promise<boolean> {
	const walk: Walk = {
		parts: [part],
		at: 'anywhere',
		type: 'folder',
		atOnce: LOOKED_AT,
		passed: PASSED.long,
	};
	for await (const { ids, reached } of index.candidates(walk)) {
		const some = await entries.getMany(ownerId, ids);
		for (const { kind, name } of some.values()) {
			if (kind === 'folder' && hasPart(foldText(name), part)) return true;
		}
		return reached !== undefined;
	}
	return false;
}
