import { ENTRIES_PER_CALL_MAX } from '#contract/limits';

export interface Outcome<Item> {
	readonly done: readonly Item[];
	/** Why the others are not done; undefined where all are. */
	readonly failure: unknown;
}

/**
 * Sends any number of items in calls of the size the API takes, one after the other. All of `send` run
 * at once, so that each can show its change, and wait for `turn` before they ask the server: it fails
 * where an earlier call failed.
 */
export async function inCalls<Item>(
	items: readonly Item[],
	send: (items: readonly Item[], turn: Promise<unknown>) => Promise<unknown>,
): Promise<Outcome<Item>> {
	const done: Item[] = [];
	let turn: Promise<unknown> = Promise.resolve();
	for (let start = 0; start < items.length; start += ENTRIES_PER_CALL_MAX) {
		const part = items.slice(start, start + ENTRIES_PER_CALL_MAX);
		turn = send(part, turn).then(() => done.push(...part));
	}
	try {
		await turn;
		return { done, failure: undefined };
	} catch (failure) {
		return { done, failure };
	}
}
