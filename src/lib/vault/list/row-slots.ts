export interface WantedRow<Item> {
	/** Tells it from other rows. */
	readonly key: string;
	/** In the list. */
	readonly index: number;
	readonly item: Item;
}

export interface DrawnRow<Item> extends WantedRow<Item> {
	/** Of the element that draws it. */
	readonly slot: number;
}

/**
 * Which element draws which row. A row keeps its element while it is shown; one that comes takes the element of one that has left, as making
 * another costs several times what writing it anew does.
 */
export class RowSlots<Item> {
	#drawn: readonly DrawnRow<Item>[] = [];
	#made = 0;

	/** Ordered by the age of the elements. The one of `held` draws no row but its own and leaves with it: it has the focus. */
	draw(wanted: readonly WantedRow<Item>[], held?: number): readonly DrawnRow<Item>[] {
		const coming = new Map(wanted.map((row) => [row.key, row]));
		const staying = new Map<number, WantedRow<Item>>();
		for (const { key, slot } of this.#drawn) {
			const row = coming.get(key);
			if (row === undefined) continue;
			staying.set(slot, row);
			coming.delete(key);
		}
		const others = coming.values();
		const drawn = this.#drawn.flatMap((before) => {
			const row =
				staying.get(before.slot) ?? (before.slot === held ? undefined : others.next().value);
			if (row === undefined) return [];
			const isSame = row.item === before.item && row.index === before.index;
			return [isSame ? before : { ...row, slot: before.slot }];
		});
		const added = [...others].map((row) => ({ ...row, slot: this.#made++ }));
		this.#drawn = [...drawn, ...added];
		return this.#drawn;
	}
}
