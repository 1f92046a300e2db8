/**
 * Who waits, in the order of their coming, but one of each person in turn: however many wait for one person, another
 * waits for one of them at most.
 */
export class FairQueue<Waiting> {
	readonly #byPerson = new Map<string, Waiting[]>();

	get isEmpty(): boolean {
		return this.#byPerson.size === 0;
	}

	add(person: string, waiting: Waiting): void {
		const own = this.#byPerson.get(person);
		if (own === undefined) this.#byPerson.set(person, [waiting]);
		else own.push(waiting);
	}

	/** Undefined where none waits. */
	next(): Waiting | undefined {
		// A map lists what was set first, first: whose turn it was goes to its end.
		for (const [person, [first, ...others]] of this.#byPerson) {
			this.#byPerson.delete(person);
			if (others.length > 0) this.#byPerson.set(person, others);
			return first;
		}
		return undefined;
	}
}
