import type { File } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { signedAddress } from '$lib/vault/download/signed-address';
import { textBlocks } from './text-blocks';
import { guessEncoding, type Encoding } from './text-encoding';

/** Bytes of one read: a moment on a slow line. */
const RANGE_BYTES = 1024 * 1024;

type FileOfText = Pick<File, 'id' | 'versionId' | 'sizeBytes'>;

/** A text that is read range by range, from its beginning or at its end, in the encoding that was guessed or chosen. */
export class TextReader {
	readonly #call: Call;
	readonly #file: FileOfText;
	/** What was read, in a row. */
	#bytes: readonly Uint8Array[] = [];
	#decoder = new TextDecoder();
	#from = $state.raw(0);
	#to = $state.raw(0);
	#blocks = $state.raw<readonly string[]>([]);
	#encoding = $state.raw<Encoding>();
	#isBinary = $state.raw(false);
	#reading: Promise<void> | undefined;

	constructor(call: Call, file: FileOfText) {
		this.#call = call;
		this.#file = file;
	}

	/** The pieces to be shown. */
	get blocks(): readonly string[] {
		return this.#blocks;
	}

	/** Undefined until something was read. */
	get encoding(): Encoding | undefined {
		return this.#encoding;
	}

	/** The bytes are no text after all. */
	get isBinary(): boolean {
		return this.#isBinary;
	}

	/** Where what is shown begins and ends in the file, in bytes. */
	get from(): number {
		return this.#from;
	}

	get to(): number {
		return this.#to;
	}

	get isWhole(): boolean {
		return this.#from === 0 && this.#to === this.#file.sizeBytes;
	}

	get hasMore(): boolean {
		return this.#to < this.#file.sizeBytes;
	}

	/** The next range; one at a time. Throws `ApiError`, or what `fetch` throws. */
	readMore(signal: AbortSignal): Promise<void> {
		this.#reading ??= this.#read(signal).finally(() => (this.#reading = undefined));
		return this.#reading;
	}

	/** Begins anew with the first range. */
	async readBeginning(signal: AbortSignal): Promise<void> {
		this.#startAt(0);
		await this.readMore(signal);
	}

	/** Begins anew with the last range. */
	async readEnd(signal: AbortSignal): Promise<void> {
		const start = Math.max(0, this.#file.sizeBytes - RANGE_BYTES);
		// A pair of bytes is not torn apart.
		this.#startAt(start - (start % 2));
		await this.readMore(signal);
	}

	/** Shows what was read in another encoding. */
	choose(encoding: Encoding): void {
		this.#encoding = encoding;
		this.#decoder = new TextDecoder(encoding);
		this.#blocks = this.#bytes.flatMap((bytes) => this.#decoded(bytes));
	}

	#startAt(start: number): void {
		this.#bytes = [];
		this.#blocks = [];
		this.#from = start;
		this.#to = start;
		this.#decoder = new TextDecoder(this.#encoding);
	}

	async #read(signal: AbortSignal): Promise<void> {
		const start = this.#to;
		const bytes = await this.#fetch(start, signal);
		if (start !== this.#to || signal.aborted) return;
		if (this.#encoding === undefined) {
			const guessed = await guessEncoding(bytes);
			this.#isBinary = guessed === undefined;
			if (guessed === undefined) return;
			this.#encoding = guessed;
			this.#decoder = new TextDecoder(guessed);
		}
		const read = start === this.#from ? this.#withoutTorn(bytes) : bytes;
		this.#bytes = [...this.#bytes, read];
		this.#blocks = [...this.#blocks, ...this.#decoded(read)];
		this.#to = start + bytes.length;
	}

	async #fetch(start: number, signal: AbortSignal): Promise<Uint8Array> {
		// An empty object has no first byte to ask for.
		if (start >= this.#file.sizeBytes) return new Uint8Array();
		const { id: entryId, versionId } = this.#file;
		const wanted = { entryId, versionId, as: 'attachment' } as const;
		const address = await signedAddress(this.#call, wanted, { signal });
		const range = `bytes=${String(start)}-${String(start + RANGE_BYTES - 1)}`;
		const response = await fetch(address, { signal, headers: { range } });
		if (!response.ok) throw new Error(`reading the text: status ${String(response.status)}`);
		return new Uint8Array(await response.arrayBuffer());
	}

	/** In the middle of a file the first character of UTF-8 may be the end of one. */
	#withoutTorn(bytes: Uint8Array): Uint8Array {
		if (this.#from === 0 || this.#encoding !== 'utf-8') return bytes;
		const first = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
		return bytes.subarray(Math.max(0, first));
	}

	#decoded(bytes: Uint8Array): readonly string[] {
		// Streaming: a character cut in two at the end comes with the next range.
		const text = this.#decoder.decode(bytes, { stream: true });
		return textBlocks(text.replaceAll('\0', '\u2400'));
	}
}
