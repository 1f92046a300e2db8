/** The source ended where more bytes were promised. */
export class UnexpectedEnd extends Error {}

/** A line or header was longer than the limit the reader was given. */
export class LineTooLong extends Error {}

/** Reads a stream by lines, counts and delimiters while holding little more than one chunk. */
export class ByteReader {
	readonly #source: AsyncIterator<Uint8Array>;
	#buffer: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Uint8Array>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	/** The text before the next CRLF, which is consumed. */
	async line(maxBytes: number): Promise<string> {
		for (;;) {
			const end = this.#buffer.indexOf('\r\n');
			if (end > maxBytes || (end === -1 && this.#buffer.length > maxBytes + 2)) {
				throw new LineTooLong();
			}
			if (end !== -1) {
				const line = this.#buffer.toString('utf8', 0, end);
				this.#buffer = this.#buffer.subarray(end + 2);
				return line;
			}
			await this.#fill();
		}
	}

	/** Exactly `count` bytes, in the pieces in which they arrive. */
	async *take(count: number): AsyncGenerator<Buffer> {
		let left = count;
		while (left > 0) {
			if (this.#buffer.length === 0) await this.#fill();
			const piece = this.#buffer.subarray(0, left);
			this.#buffer = this.#buffer.subarray(piece.length);
			left -= piece.length;
			yield piece;
		}
	}

	/** Everything before `delimiter`, in pieces; the delimiter is consumed. */
	async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
		for (;;) {
			const end = this.#buffer.indexOf(delimiter);
			// Without a match the last bytes may be the delimiter's beginning: they stay.
			const safe = end === -1 ? this.#buffer.length - delimiter.length + 1 : end;
			if (safe > 0) {
				yield this.#buffer.subarray(0, safe);
				this.#buffer = this.#buffer.subarray(safe);
			}
			if (end !== -1) {
				this.#buffer = this.#buffer.subarray(delimiter.length);
				return;
			}
			await this.#fill();
		}
	}

	/** Reads the source to its end and forgets what it read. */
	async discardRest(): Promise<void> {
		this.#buffer = Buffer.alloc(0);
		while (!(await this.#source.next()).done) continue;
	}

	async #fill(): Promise<void> {
		const next = await this.#source.next();
		if (next.done) throw new UnexpectedEnd();
		this.#buffer =
			this.#buffer.length === 0
				? Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
				: Buffer.concat([this.#buffer, next.value]);
	}
}
