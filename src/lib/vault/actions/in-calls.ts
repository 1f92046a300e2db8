import { ENTRIES_PER_CALL_MAX } from '#contract/limits';
import { loaded } from '$lib/errors/loaded';
import type { ActionServices } from './action-services';
import type { Work } from './left-work';
import type { LongWork } from './long-work';

export interface Outcome<Item> {
	readonly done: readonly Item[];
	/** Why the others are not done; undefined where all are. */
	readonly failure: unknown;
}

/**
 * Sends any number of items in calls of the size the API takes, one after the other. All of `send` run
 * at once, so that each can show its change, and wait for `turn` before they ask the server: it fails
 * where an earlier call failed. `begin` is asked where one call does not do: for the number of items, or because `send` says that it is long.
 */
export async function inCalls<Item>(
	items: readonly Item[],
	send: (items: readonly Item[], turn: Promise<unknown>, onlong: () => void) => Promise<unknown>,
	begin?: () => Promise<LongWork>,
): Promise<Outcome<Item>> {
	const done: Item[] = [];
	let work: Promise<LongWork> | undefined;
	const onlong = () => void (work ??= begin?.());
	if (items.length > ENTRIES_PER_CALL_MAX) onlong();
	let turn: Promise<unknown> = Promise.resolve(work);
	for (let start = 0; start < items.length; start += ENTRIES_PER_CALL_MAX) {
		const part = items.slice(start, start + ENTRIES_PER_CALL_MAX);
		turn = send(part, turn, onlong).then(async () => {
			done.push(...part);
			(await work)?.reached(done.length);
		});
	}
	try {
		await turn;
		return { done, failure: undefined };
	} catch (failure) {
		return { done, failure };
	} finally {
		void work?.then((begun) => begun.end()).catch(() => undefined);
	}
}

/** Its file comes with the first work that takes more than one call. Throws `ApiError` where it does not come. */
export async function beginLong(
	services: Pick<ActionServices, 'toasts' | 'vault'>,
	work: Work,
): Promise<LongWork> {
	const { LongWork } = await loaded(import('./long-work'));
	return new LongWork(services, work);
}
