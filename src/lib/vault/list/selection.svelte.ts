/** Which entries of a list are selected, and which one the keyboard is on. Knows ids and their order, nothing else. */
export class Selection {
	readonly #order: () => readonly string[];
	#picked = $state.raw<ReadonlySet<string>>(new Set());
	#activeId = $state.raw<string>();
	/** Where a range begins: the last entry picked without shift. */
	#anchorId: string | undefined;
	#toEdge = $state.raw(false);

	/** How far down its list was scrolled, in CSS pixels: a list that is shown again begins there. */
	scrolledTo = 0;

	/** Without the ids that have left the list. */
	readonly ids: ReadonlySet<string> = $derived.by(() => {
		if (this.#picked.size === 0) return this.#picked;
		return this.#picked.intersection(new Set(this.#order()));
	});

	constructor(order: () => readonly string[]) {
		this.#order = order;
	}

	get count(): number {
		return this.ids.size;
	}

	/** True for a range that was drawn to the first or last entry there was, and goes on where the list does. */
	get toEdge(): boolean {
		return this.#toEdge && this.count > 1;
	}

	/** The entry the keyboard is on; undefined until it has been on one. */
	get activeId(): string | undefined {
		return this.#activeId;
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	/** This one and no other. */
	only(id: string): void {
		this.#stand(id);
		this.#picked = new Set([id]);
	}

	/** These and no others: what a lasso touches. */
	these(ids: ReadonlySet<string>): void {
		this.#picked = ids;
	}

	/** Adds or takes away one, and leaves the others: ctrl and click, space, a tap while selecting. */
	toggle(id: string): void {
		this.#stand(id);
		this.#picked = this.ids.symmetricDifference(new Set([id]));
	}

	/** Everything from the last one picked to `id` joins what is selected: shift and a box. */
	addThrough(id: string): void {
		const before = this.ids;
		this.extendTo(id);
		this.#picked = before.union(this.#picked);
		this.#stand(id);
	}

	/** Everything from where the range began to `id`: shift and click, shift and arrow. */
	extendTo(id: string): void {
		const order = this.#order();
		const to = order.indexOf(id);
		const from = this.#anchorId === undefined ? to : order.indexOf(this.#anchorId);
		if (to < 0) return;
		this.#activeId = id;
		this.#toEdge = false;
		if (from < 0) this.#anchorId = id;
		const start = from < 0 ? to : from;
		this.#picked = new Set(order.slice(Math.min(start, to), Math.max(start, to) + 1));
	}

	/** Moves the keyboard by `steps` entries, stopping at both ends, and selects where it lands. */
	step(steps: number, { extend = false }: { readonly extend?: boolean } = {}): void {
		const order = this.#order();
		const at = this.#activeId === undefined ? -1 : order.indexOf(this.#activeId);
		// From nowhere the first step lands on the first entry, whichever way it goes; only End is far away.
		const wanted = at < 0 && steps !== Infinity ? 0 : at + steps;
		const id = order[Math.max(0, Math.min(order.length - 1, wanted))];
		if (id === undefined) return;
		if (extend) this.extendTo(id);
		else this.only(id);
		this.#toEdge = extend && !Number.isFinite(steps);
	}

	/** Puts the keyboard on an entry and selects nothing: focus came here by Tab. */
	visit(id: string): void {
		this.#activeId = id;
	}

	/** Moves the keyboard to the nearest entry that stays, before `ids` leave the list. */
	stepAside(ids: ReadonlySet<string>): void {
		if (this.#activeId === undefined || !ids.has(this.#activeId)) return;
		const order = this.#order();
		const at = order.indexOf(this.#activeId);
		const stays = (id: string) => !ids.has(id);
		this.#activeId = order.slice(at).find(stays) ?? order.slice(0, at).findLast(stays);
		this.#anchorId = this.#activeId;
	}

	all(): void {
		this.#picked = new Set(this.#order());
	}

	clear(): void {
		this.#picked = new Set();
	}

	#stand(id: string): void {
		this.#activeId = id;
		this.#anchorId = id;
		this.#toEdge = false;
	}
}
