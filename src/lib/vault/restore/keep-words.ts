import { archiveState, isArchiveClass } from '#contract/archive';
import type { Entry, File } from '#contract/entries';
import { formatUntil, type ReaderClock } from '$lib/format/instant';
import { quoted } from '$lib/format/quoted';

/** What the menu of `entries` offers: what all of them have is taken back. */
export function keepOffer(entries: readonly Entry[]): {
	readonly keep: boolean;
	readonly label: string;
} {
	const keep = entries.some((entry) => !entry.keepsReady);
	if (keep) return { keep, label: 'Keep ready' };
	return { keep, label: entries.length === 1 ? 'Let it be archived' : 'Let them be archived' };
}

/** True where the files among `entries` have to be restored before they can be ready. */
export function needsRestore(entries: readonly Entry[], now = new Date()): boolean {
	return entries.some((entry) => entry.kind === 'file' && archiveState(entry, now) === 'archived');
}

interface Keeping {
	/** The nearest folder above that keeps it ready. */
	readonly keptBy: { readonly name: string } | null;
	/** When its current version was stored; undefined where that is not known yet, and of a folder. */
	readonly storedAt: string | undefined;
}

/** S3 archives no smaller object, and the others so many days after they were stored, at midnight UTC: see resources/vault-bucket.yml. */
const SMALLEST_BYTES = 128 * 1024;
const ARCHIVED_AFTER_DAYS = 60;
const DAY_MS = 24 * 3600 * 1000;

/** What the details say of the archive: `Moves to the archive on 26 Jan`. */
export function keepWords(
	entry: Entry,
	{ keptBy, storedAt }: Keeping,
	reader: ReaderClock = {},
): string | undefined {
	const isKept = entry.keepsReady || keptBy !== null;
	const by = entry.keepsReady || keptBy === null ? '' : ` by ${quoted(keptBy.name)}`;
	if (entry.kind === 'folder') {
		return isKept
			? `Kept ready${by}, with all that lies in it`
			: 'Its files move to it after 60 days';
	}
	if (isArchiveClass(entry.storageClass))
		return isKept ? archivedWords(entry, by, reader) : undefined;
	if (isKept) return `Kept ready${by}`;
	if (entry.sizeBytes < SMALLEST_BYTES) return 'Stays ready: too small for the archive';
	if (storedAt === undefined) return undefined;
	return `Moves to the archive on ${formatUntil(movesAt(storedAt), reader)}`;
}

function archivedWords(file: File, by: string, reader: ReaderClock): string {
	const state = archiveState(file, reader.now ?? new Date());
	return state === 'restored' ? `Kept ready${by}` : `Kept ready${by} once it is restored`;
}

/** The first midnight, UTC, that is not before the file is old enough. */
function movesAt(storedAt: string): Date {
	const days = new Date(storedAt).getTime() / DAY_MS + ARCHIVED_AFTER_DAYS;
	return new Date(Math.ceil(days) * DAY_MS);
}
