import type { Entry } from '#contract/entries';
import { putBackEntries } from '#contract/vault';
import type { Call } from '$lib/api/call';

/** Puts entries of the trash back, in as many calls as their folders take to be made again; `onlong` is told once one does not do. */
export async function putBackAll(
	call: Call,
	entryIds: readonly string[],
	onlong?: () => void,
): Promise<{ readonly entries: readonly Entry[] }> {
	const entries: Entry[] = [];
	for (let left = [...entryIds]; left.length > 0;) {
		const answer = await call(putBackEntries, { entryIds: left });
		entries.push(...answer.entries);
		left = answer.leftIds;
		if (left.length > 0) onlong?.();
	}
	return { entries };
}
