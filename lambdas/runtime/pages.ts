/** In the order they come, so many at a time; the last page may be shorter, and no page is empty. */
export async function* pagesOf<Item>(
	items: AsyncIterable<Item> | Iterable<Item>,
	size: number,
): AsyncGenerator<readonly Item[], void, void> {
	let page: Item[] = [];
	for await (const item of items) {
		page.push(item);
		if (page.length < size) continue;
		yield page;
		page = [];
	}
	if (page.length > 0) yield page;
}
