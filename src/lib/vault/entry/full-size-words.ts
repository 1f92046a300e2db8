import { archiveState, type Stored } from '#contract/archive';
import { restoreTiers, restoreWindow } from '#contract/restore-tiers';
import { formatAbout, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';

/** When a picture, film or paper that shows a derivative alone can be seen as it is; undefined where it can be now. */
export function fullSizeWords(stored: Stored, reader: ReaderClock = {}): string | undefined {
	switch (archiveState(stored, reader.now ?? new Date())) {
		case 'archived':
			return `Full size in ${windowWords(stored)}, from the archive.`;
		case 'restoring':
			return `Full size is being restored, ready ${formatAbout(stored.readyAbout ?? '', reader)}.`;
		default:
			return undefined;
	}
}

/** From the fastest way to the slowest: `1 minute to 12 hours`. */
function windowWords({ storageClass }: Stored): string {
	const windows = restoreTiers.flatMap((tier) => restoreWindow(storageClass, tier) ?? []);
	const from = Math.min(...windows.map(({ fromSeconds }) => fromSeconds));
	const to = Math.max(...windows.map(({ toSeconds }) => toSeconds));
	return `${durationWords(from)} to ${durationWords(to)}`;
}

function durationWords(seconds: number): string {
	return seconds < 3600 ? plural(seconds / 60, 'minute') : plural(seconds / 3600, 'hour');
}
