import { archiveState } from '#contract/archive';
import type { Entry } from '#contract/entries';
import type { RestoreTarget } from '#contract/restores';
import { isKeptCopy } from '../entry/storage-words';

/** What a person wants restored. */
export interface RestoreWish {
	readonly targets: readonly RestoreTarget[];
	/** As sentences name it: `“report.pdf”`, `3 items`, `all files`. */
	readonly name: string;
	/** It is to stay ready from then on. */
	readonly keeps?: boolean;
	/** A download that waits for the copies: runs once, when they are ready and the page is still open. */
	readonly download?: () => void;
}

/** The current versions of files, and of all files below folders. */
export function targetsOf(entries: readonly Entry[]): readonly RestoreTarget[] {
	return entries.map((entry) => ({ entryId: entry.id }));
}

/**
 * What the menu of `entries` offers of the archive, by what is known of them: of what lies in a folder nothing is. Undefined
 * where none of them can be archived, or all stay by copies that no press could keep longer.
 */
export function restoreLabel(entries: readonly Entry[], now = new Date()): string | undefined {
	const there = entries.filter(
		(entry) =>
			entry.kind === 'folder' || (entry.missingSince === null && !isKeptCopy(entry, { now })),
	);
	const states = new Set(
		there.map((entry) => (entry.kind === 'folder' ? 'unknown' : archiveState(entry, now))),
	);
	states.delete('available');
	if (states.size === 0) return undefined;
	if (states.size === 1 && states.has('restoring')) return 'Restore faster…';
	if (states.size === 1 && states.has('restored')) return 'Keep the copy longer…';
	return 'Restore from the archive…';
}
