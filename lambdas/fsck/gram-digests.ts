/** A set of grams, as told from others: how many, and a sum over them modulo 2³². */
export interface Digest {
	readonly count: number;
	readonly sum: number;
}

const WORDS = 4;
const FIRST_ROOM = 1024;
const NONE: Digest = { count: 0, sum: 0 };

/**
 * The digests of an owner's entries, in 24 bytes each: a vault of a million files has twenty million grams, and an object for each entry
 * would take more than all else that is compared. Ids are the 16 bytes that `packId` makes.
 */
export class GramDigests {
	#size = 0;
	/** Four words of each id, in the order of the ids. */
	#ids = new Uint32Array(WORDS * FIRST_ROOM);
	#counts = new Int32Array(FIRST_ROOM);
	#sums = new Int32Array(FIRST_ROOM);
	/** Of ids that were never appended: of entries that are gone, or have come since. Latin-1, as it is the shortest. */
	readonly #strangers = new Map<string, Digest>();
	#found = -1;
	#gram: Buffer = Buffer.alloc(0);

	/** Takes an entry whose id is above all before it, with the grams that it should have. */
	append(id: Buffer, grams: readonly string[]): void {
		if (this.#size === this.#counts.length) this.#double();
		const at = this.#size++;
		for (let word = 0; word < WORDS; word++) this.#ids[WORDS * at + word] = wordOf(id, word);
		for (const gram of grams) this.#add(at, Buffer.from(gram, 'utf8'), 1);
	}

	/** Takes away a gram that is stored. They come in the order of gram and id, so that the next of a gram is looked for behind the last. */
	subtract(gram: Buffer, id: Buffer): void {
		if (!gram.equals(this.#gram)) this.#found = -1;
		this.#gram = gram;
		const at = this.#indexOf(id, this.#found + 1);
		if (at === undefined) {
			const key = id.toString('latin1');
			const { count, sum } = this.#strangers.get(key) ?? NONE;
			this.#strangers.set(key, { count: count - 1, sum: (sum - hashOf(gram)) | 0 });
			return;
		}
		this.#found = at;
		this.#add(at, gram, -1);
	}

	/** Ids of which not all was taken away, or more than there was. */
	*unequal(): Generator<Buffer> {
		for (let at = 0; at < this.#size; at++) {
			if (this.#counts[at] !== 0 || this.#sums[at] !== 0) yield this.#idAt(at);
		}
		for (const [key, { count, sum }] of this.#strangers) {
			if (count !== 0 || sum !== 0) yield Buffer.from(key, 'latin1');
		}
	}

	#add(at: number, gram: Buffer, sign: 1 | -1): void {
		this.#counts[at] = (this.#counts[at] ?? 0) + sign;
		this.#sums[at] = (this.#sums[at] ?? 0) + sign * hashOf(gram);
	}

	#indexOf(id: Buffer, from: number): number | undefined {
		let [low, high] = [from, this.#size];
		while (low < high) {
			const middle = (low + high) >>> 1;
			const order = this.#compareAt(middle, id);
			if (order === 0) return middle;
			if (order < 0) low = middle + 1;
			else high = middle;
		}
		return undefined;
	}

	/** Below zero where the id at this place is the lower one. */
	#compareAt(at: number, id: Buffer): number {
		for (let word = 0; word < WORDS; word++) {
			const difference = (this.#ids[WORDS * at + word] ?? 0) - wordOf(id, word);
			if (difference !== 0) return difference;
		}
		return 0;
	}

	#idAt(at: number): Buffer {
		const id = Buffer.alloc(WORDS * Uint32Array.BYTES_PER_ELEMENT);
		for (let word = 0; word < WORDS; word++) {
			id.writeUInt32BE(this.#ids[WORDS * at + word] ?? 0, word * Uint32Array.BYTES_PER_ELEMENT);
		}
		return id;
	}

	#double(): void {
		const room = 2 * this.#counts.length;
		const ids = new Uint32Array(WORDS * room);
		const counts = new Int32Array(room);
		const sums = new Int32Array(room);
		ids.set(this.#ids);
		counts.set(this.#counts);
		sums.set(this.#sums);
		[this.#ids, this.#counts, this.#sums] = [ids, counts, sums];
	}
}

function wordOf(id: Buffer, word: number): number {
	return id.readUInt32BE(word * Uint32Array.BYTES_PER_ELEMENT);
}

/** FNV-1a, in 32 bits. */
function hashOf(gram: Buffer): number {
	let hash = 0x811c9dc5;
	for (const byte of gram) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash;
}
