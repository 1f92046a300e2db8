import type { Entry, Path } from '#contract/entries';

export type MoveVerdict = 'ok' | 'already-here' | 'inside-itself';

/** Whether `entries` can go into the folder at the end of `path`. The server judges again: others may move things too. */
export function moveVerdict(entries: readonly Entry[], path: Path): MoveVerdict {
	const movedIds = new Set(entries.map((entry) => entry.id));
	if (path.some((step) => movedIds.has(step.id))) return 'inside-itself';
	const targetId = path.at(-1)?.id;
	return entries.every((entry) => entry.parentId === targetId) ? 'already-here' : 'ok';
}
