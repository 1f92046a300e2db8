import type { Entry } from '#contract/entries';
import { putBackEntries } from '#contract/vault';
import type { Call } from '$lib/api/call';

/** Puts entries of the trash back, in as many calls as their folders take to be made again. */
export async function putBackAll(
	call: Call,
	entryIds: readonly string[],
): Promise<{ readonly entries: readonly Entry[] }> {
	const entries: Entry[] = [];
	for (let left = [...entryIds]; left.length > 0;) {
		const answer = await call(putBackEntries, { entryIds: left });
		entries.push(...answer.entries);
		left = answer.leftIds;
	}
	return { entries };
}
