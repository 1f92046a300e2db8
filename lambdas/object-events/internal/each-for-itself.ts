/**
 * Works on all items at once, as most often all go well. Where that fails, on each for itself, so that one
 * holds up no other. Answers with those that failed, and why; without time left the rest fails as the whole did.
 */
export async function eachForItself<Item>(
	items: readonly Item[],
	work: (items: readonly Item[]) => Promise<void>,
	hasTimeLeft: () => boolean,
): Promise<ReadonlyMap<Item, unknown>> {
	const failed = new Map<Item, unknown>();
	try {
		await work(items);
	} catch (wholeError) {
		for (const item of items) {
			if (items.length > 1 && hasTimeLeft()) {
				await work([item]).catch((error: unknown) => failed.set(item, error));
			} else {
				failed.set(item, wholeError);
			}
		}
	}
	return failed;
}
