import type { Entry } from '#contract/entries';
import { RESTORE_DAYS_DEFAULT } from '#contract/limits';
import { keepReady, quoteRestore } from '#contract/restores';
import type { Call } from '$lib/api/call';
import { targetsOf } from '../restore/restore-wish';

/** Keeps up to `ENTRIES_PER_CALL_MAX` entries out of the archive, or lets them go there. Throws `ApiError`. */
export async function sendKeep(
	call: Call,
	entries: readonly Entry[],
	keep: boolean,
): Promise<readonly Entry[]> {
	const answer = await call(keepReady, { entryIds: entries.map(({ id }) => id), keep });
	return answer.entries;
}

/** True where some of it is in the archive already. Throws `ApiError`. */
export async function isPartlyArchived(call: Call, entries: readonly Entry[]): Promise<boolean> {
	const targets = [...targetsOf(entries)];
	const quote = await call(quoteRestore, { targets, days: RESTORE_DAYS_DEFAULT });
	return quote.archived.files > 0;
}
