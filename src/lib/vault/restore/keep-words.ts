import { archiveState, isArchiveClass } from '#contract/archive';
import type { Entry, File } from '#contract/entries';
import { formatUntil, type ReaderClock } from '$lib/format/instant';
import { plural } from '$lib/format/plural';
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

/**
 * What has become of entries that are kept ready, or let go: `kept ready`. With `told` S3 has been told of so many files so far. What is
 * let go is billed by the archive for a time, however soon it is deleted.
 */
export function keptWords(keep: boolean, told?: number): string {
	const soFar = told === undefined ? '' : ` · ${plural(told, 'file')} so far`;
	return (keep ? 'kept ready' : `let go to the archive, which bills ${ARCHIVE_BILLS}`) + soFar;
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

/** How long each class bills a file at least; see `minimumDays` of the price tables. */
const ARCHIVE_BILLS = '90 days at least';
const COOL_BILLS = '30 days at least';

/** S3 archives no smaller object, and the others so many days after they were stored, at midnight UTC: see resources/vault-bucket.yml. */
const SMALLEST_BYTES = 128 * 1024;
const COOL_AFTER_DAYS = 30;
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
	if (isKept) return `Kept ready${by}${coolWords(entry, storedAt, reader)}`;
	if (entry.sizeBytes < SMALLEST_BYTES) return 'Stays ready: too small for the archive';
	if (storedAt === undefined) return undefined;
	const moves = nextMidnight(movesAt(storedAt, ARCHIVED_AFTER_DAYS), reader);
	return `Moves to the archive on ${formatUntil(moves, reader)}, which bills ${ARCHIVE_BILLS}`;
}

function archivedWords(file: File, by: string, reader: ReaderClock): string {
	const state = archiveState(file, reader.now ?? new Date());
	return state === 'restored' ? `Kept ready${by}` : `Kept ready${by} once it is restored`;
}

/** What is kept moves to Standard-IA all the same, and opens there at once. */
function coolWords(
	{ storageClass, sizeBytes }: File,
	storedAt: string | undefined,
	reader: ReaderClock,
): string {
	if (storageClass !== 'STANDARD' || sizeBytes < SMALLEST_BYTES || storedAt === undefined)
		return '';
	const moves = nextMidnight(movesAt(storedAt, COOL_AFTER_DAYS), reader);
	return `; from ${formatUntil(moves, reader)} on in Standard-IA, which bills ${COOL_BILLS}`;
}

/** The first midnight, UTC, that is not before the file is `days` old. */
function movesAt(storedAt: string, days: number): Date {
	return new Date(Math.ceil(new Date(storedAt).getTime() / DAY_MS + days) * DAY_MS);
}

/** The same for what could have moved long ago, and was let go only now. */
function nextMidnight(moves: Date, { now = new Date() }: ReaderClock): Date {
	return moves > now ? moves : new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS);
}
