/**
 * CRC-64/NVME: reflected polynomial 9A6C9329AC4BC9B5, all ones in and out. JavaScript has no fast
 * 64-bit integers, so a value is a high and a low half, and eight tables take eight bytes a step.
 */
const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;
const SLICES = 8;

const HIGH = new Uint32Array(SLICES * 256);
const LOW = new Uint32Array(SLICES * 256);
fillTables();

function fillTables(): void {
	for (let byte = 0; byte < 256; byte++) {
		let [high, low] = [0, byte];
		for (let bit = 0; bit < 8; bit++) {
			const carry = low & 1;
			low = ((low >>> 1) | (high << 31)) ^ (carry ? POLYNOMIAL_LOW : 0);
			high = (high >>> 1) ^ (carry ? POLYNOMIAL_HIGH : 0);
		}
		HIGH[byte] = high;
		LOW[byte] = low;
	}
	for (let index = 256; index < SLICES * 256; index++) {
		const [high, low] = [at(HIGH, index - 256), at(LOW, index - 256)];
		LOW[index] = ((low >>> 8) | (high << 24)) ^ at(LOW, low & 0xff);
		HIGH[index] = (high >>> 8) ^ at(HIGH, low & 0xff);
	}
}

/** Typed arrays always answer inside their length; the compiler cannot know. */
function at(table: Uint32Array, index: number): number {
	return table[index] ?? 0;
}

export class Crc64Nvme {
	#high = 0xffffffff;
	#low = 0xffffffff;

	update(data: Uint8Array): this {
		const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
		const whole = data.byteLength - (data.byteLength % SLICES);
		let [high, low] = [this.#high, this.#low];
		for (let offset = 0; offset < whole; offset += SLICES) {
			const a = low ^ view.getUint32(offset, true);
			const b = high ^ view.getUint32(offset + 4, true);
			const [i, j, k, l] = [a & 255, (a >>> 8) & 255, (a >>> 16) & 255, a >>> 24];
			const [m, n, o, p] = [b & 255, (b >>> 8) & 255, (b >>> 16) & 255, b >>> 24];
			low = fold(LOW, i, j, k, l) ^ foldTail(LOW, m, n, o, p);
			high = fold(HIGH, i, j, k, l) ^ foldTail(HIGH, m, n, o, p);
		}
		for (let offset = whole; offset < data.byteLength; offset++) {
			const index = (low ^ view.getUint8(offset)) & 255;
			low = ((low >>> 8) | (high << 24)) ^ at(LOW, index);
			high = (high >>> 8) ^ at(HIGH, index);
		}
		[this.#high, this.#low] = [high, low];
		return this;
	}

	/** Eight bytes, most significant first, as S3 puts them into base64. */
	digest(): Buffer {
		const bytes = Buffer.alloc(8);
		bytes.writeUInt32BE(~this.#high >>> 0, 0);
		bytes.writeUInt32BE(~this.#low >>> 0, 4);
		return bytes;
	}
}

/** The four bytes that lie furthest from the end of a step, hence the last tables. */
function fold(table: Uint32Array, i: number, j: number, k: number, l: number): number {
	return at(table, 1792 + i) ^ at(table, 1536 + j) ^ at(table, 1280 + k) ^ at(table, 1024 + l);
}

function foldTail(table: Uint32Array, i: number, j: number, k: number, l: number): number {
	return at(table, 768 + i) ^ at(table, 512 + j) ^ at(table, 256 + k) ^ at(table, l);
}
