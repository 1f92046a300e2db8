/**
 * What the clients of one vault were told, kept outside of it: the database is never asked what should be there. A file
 * that was acknowledged stays until its deletion is asked for, and never comes back once that is acknowledged.
 */
export interface Known {
	readonly id: string;
	readonly kind: 'file' | 'folder';
	/** Whose home it lies in: of the clients of a vault only this one changes it, but for emptying the trash. */
	readonly client: number;
	name: string;
	parentId: string;
	/** `unsure` while a change is under way, and after one whose answer never came. */
	place: 'vault' | 'trash' | 'unsure';
	/** Its deletion was asked for, or may have been: it is there, whole, or gone. */
	isDoomed: boolean;
	/** Its deletion was acknowledged. */
	isGone: boolean;
	/** Acknowledged ones of a file: SHA-256 by version id. */
	readonly versions: Map<string, string>;
}

export class Ledger {
	readonly known = new Map<string, Known>();
	/** SHA-256 of all that was ever sent: no file may hold anything else. */
	readonly offered = new Set<string>();
	/** Of uploads whose end was acknowledged: no file may hold them. */
	readonly givenUp = new Set<string>();
	/** Calls that empty the whole trash and are under way. */
	#emptying = 0;

	add(facts: Pick<Known, 'id' | 'kind' | 'client' | 'name' | 'parentId'>): Known {
		const there = this.known.get(facts.id);
		if (there !== undefined) {
			there.name = facts.name;
			there.parentId = facts.parentId;
			return there;
		}
		const made: Known = {
			...facts,
			place: 'vault',
			isDoomed: false,
			isGone: false,
			versions: new Map(),
		};
		this.known.set(made.id, made);
		return made;
	}

	/** Those of a client that were neither changed without an answer nor deleted, and lie there themselves. */
	of(client: number, place: 'vault' | 'trash'): readonly Known[] {
		return [...this.known.values()].filter(
			(each) => each.client === client && each.place === place && this.placeOf(each) === place,
		);
	}

	/** Where it lies by its own place and that of the folders above it. */
	placeOf(known: Known): Known['place'] | 'gone' {
		if (known.isGone) return 'gone';
		const above = this.known.get(known.parentId);
		if (known.place !== 'vault' || above === undefined) return known.place;
		return this.placeOf(above);
	}

	/** Itself and all below it. What went to the trash before it lies there by itself; of what is unsure that is not known. */
	within(top: Known, places: readonly Known['place'][] = ['vault', 'unsure']): readonly Known[] {
		const below = [...this.known.values()].filter(
			({ parentId, place }) => parentId === top.id && places.includes(place),
		);
		return [top, ...below.flatMap((each) => this.within(each, places))];
	}

	/** To be called before the trash is asked to take it. */
	goesToTrash(known: Known): void {
		known.place = 'unsure';
		if (this.#emptying > 0) this.doom(known);
	}

	doom(top: Known): void {
		for (const each of this.within(top)) each.isDoomed = true;
	}

	bury(top: Known): void {
		for (const each of this.within(top, ['vault'])) each.isGone = true;
	}

	/** The trash came to be empty, if `work` answers true; what was restored meanwhile is not gone. */
	async emptyTrash(work: () => Promise<boolean>): Promise<void> {
		const inTrash = [...this.known.values()].filter(({ place }) => place !== 'vault');
		for (const each of inTrash) this.doom(each);
		this.#emptying += 1;
		const sure = inTrash.filter(({ place }) => place === 'trash');
		try {
			if (!(await work())) return;
			for (const each of sure) if (each.place === 'trash' && each.isDoomed) this.bury(each);
		} finally {
			this.#emptying -= 1;
		}
	}
}
