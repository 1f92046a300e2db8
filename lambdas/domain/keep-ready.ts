import { archiveState, type Stored } from '#contract/archive';
import { RESTORE_DAYS_MAX } from '#contract/limits';

/**
 * [Note: Kept ready] What is kept out of the archive is a wish on a row, of a file or of a folder, and holds for all that lies below. Nothing is
 * written below: so a folder is kept, and moved, as one row. What S3 was told stands on each version. Whatever may set the two apart
 * (a wish, a move, an upload, another current version) asks for a check of the topmost entry concerned (`keep_checks`); the
 * function `restores` works through them, page by page, and tells S3:
 *
 * - of a version that is in no archive by its tag: the rule moves only what carries `archive=auto`;
 * - of an archived one that was restored, by its copy: it stays for ten years, and in the last of them for ten more, at the price of
 *   Standard beside that of the archive. One that was not restored waits for that, as its restoring costs money.
 *
 * Only the current version of a file is kept. A check ends once all was told, so any run may die; what one finds to be wished
 * otherwise by the time it has told S3 counts as not told, and is checked again.
 */

const DAY_MS = 24 * 3600 * 1000;
/** A copy that ends sooner is kept anew. */
export const KEPT_COPY_LEFT_DAYS = 365;

interface Told extends Stored {
	readonly restoredUntil: Date | null;
	readonly state: 'ready' | 'deleting';
	readonly staysReady: boolean | null;
}

/**
 * `tell`: S3 does not know of the wish, or of its end. `keep-copy`: a restored copy is to stay. `end-copy`: one that was kept is to end like
 * any other.
 */
export type KeepStep = 'nothing' | 'tell' | 'keep-copy' | 'end-copy';

/** What is to be done so that S3 does with a version as is wished. */
export function keepStep(version: Told, isWished: boolean, now: Date): KeepStep {
	if (version.state !== 'ready') return 'nothing';
	if (version.staysReady !== isWished) return 'tell';
	if (archiveState(version, now) !== 'restored' || version.restoredUntil === null) return 'nothing';
	const daysLeft = (version.restoredUntil.getTime() - now.getTime()) / DAY_MS;
	if (isWished) return daysLeft < KEPT_COPY_LEFT_DAYS ? 'keep-copy' : 'nothing';
	// No other copy is kept for so long. A day more, as S3 lets them end at midnight.
	return daysLeft > RESTORE_DAYS_MAX + 1 ? 'end-copy' : 'nothing';
}
