/**
 * Rows in pages of at most `pageSize`, in the order of their ids: `read` answers those behind an id, which
 * is empty at first.
 */
export async function* pagesById<Row extends { readonly id: string }>(
	pageSize: number,
	read: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
	let after = '';
	for (;;) {
		const rows = await read(after);
		if (rows.length > 0) yield rows;
		const last = rows.at(-1);
		if (last === undefined || rows.length < pageSize) return;
		after = last.id;
	}
}
