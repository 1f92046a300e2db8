/**
 * Rows in pages of at most `pageSize`, in the order of their ids: `read` answers those behind an id, which
 * is empty at first.
 */
export async function* pagesById<Row extends { readonly id: string }>(
	pageSize: number,
	read: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
	yield* pagesAfter(pageSize, '', async (after) => {
		const rows = await read(after);
		return { rows, last: rows.at(-1)?.id };
	});
}

interface Page<Row, Place> {
	readonly rows: readonly Row[];
	/** Of the last row; undefined where there is none. */
	readonly last: Place | undefined;
}

/** The same in any order. The database reads the next page while this one is worked on. */
export async function* pagesAfter<Row, Place>(
	pageSize: number,
	first: Place,
	read: (after: Place) => Promise<Page<Row, Place>>,
): AsyncGenerator<readonly Row[]> {
	for (let reading: Promise<Page<Row, Place>> | undefined = read(first); reading !== undefined;) {
		const { rows, last }: Page<Row, Place> = await reading;
		reading = last === undefined || rows.length < pageSize ? undefined : read(last);
		// Where the walk is left before it comes to this page, its fault is none of the walk's.
		reading?.catch(() => undefined);
		if (rows.length > 0) yield rows;
	}
}
