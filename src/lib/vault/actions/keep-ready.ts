import type { ResponseOf } from '#contract/endpoint';
import type { Entry } from '#contract/entries';
import { RESTORE_DAYS_DEFAULT } from '#contract/limits';
import { keepReady, quoteRestore } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { targetsOf } from '../restore/restore-wish';

export { keptWords, needsRestore } from '../restore/keep-words';

type Kept = ResponseOf<typeof keepReady>;

/** Keeps up to `ENTRIES_PER_CALL_MAX` entries out of the archive, or lets them go there. Throws `ApiError`. */
export function sendKeep(call: Call, entries: readonly Entry[], keep: boolean): Promise<Kept> {
	return call(keepReady, { entryIds: entries.map(({ id }) => id), keep });
}

/**
 * Has S3 told of all files, some seconds a call, and says after each how many it was told of since the first. Where a call fails the
 * schedule goes on, and nothing needs to be said of it.
 */
export async function tellAll(
	call: Call,
	first: Pick<Kept, 'told' | 'isTold'>,
	onTold: (files: number, isTold: boolean) => void,
): Promise<void> {
	let { told, isTold } = first;
	onTold(told, isTold);
	while (!isTold) {
		try {
			const answer = await call(keepReady, { entryIds: [], keep: true });
			told += answer.told;
			({ isTold } = answer);
			// Another run is at it, or S3 does not answer.
			if (!isTold && answer.told === 0) return;
		} catch {
			return;
		}
		onTold(told, isTold);
	}
}

/** True where some of it is in the archive already. Throws `ApiError`. */
export async function isPartlyArchived(call: Call, entries: readonly Entry[]): Promise<boolean> {
	const targets = [...targetsOf(entries)];
	const quote = await call(quoteRestore, { targets, days: RESTORE_DAYS_DEFAULT });
	return quote.archived.files > 0;
}
