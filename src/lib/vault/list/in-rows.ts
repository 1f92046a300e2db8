/** Cuts a list into rows of `columns`; the last may be shorter. */
export function inRows<Item>(
	items: readonly Item[],
	columns: number,
): readonly (readonly Item[])[] {
	return Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
		items.slice(row * columns, (row + 1) * columns),
	);
}
