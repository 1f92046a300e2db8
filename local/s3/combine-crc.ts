/** A reflected CRC, all ones in and out, as polynomials over GF(2). */
interface CrcField {
	readonly bits: bigint;
	readonly polynomial: bigint;
}

const FIELDS = {
	CRC32: { bits: 32n, polynomial: 0xedb88320n },
	CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, CrcField>;

interface CrcPiece {
	/** Base64, most significant byte first. */
	readonly value: string;
	readonly sizeBytes: number;
}

/**
 * The CRC of pieces put one after another, without reading them again: moving a CRC past n bytes
 * multiplies it by x^8n.
 */
export function combineCrcs(algorithm: keyof typeof FIELDS, pieces: readonly CrcPiece[]): string {
	const field = FIELDS[algorithm];
	const shifts = new Map<number, bigint>();
	let combined = 0n;
	for (const { value, sizeBytes } of pieces) {
		// Parts are mostly of one size, so the expensive power is worth remembering.
		const shift = shifts.get(sizeBytes) ?? powerOfX(sizeBytes, field);
		shifts.set(sizeBytes, shift);
		combined = multiply(combined, shift, field) ^ fromBase64(value);
	}
	return toBase64(combined, field);
}

function multiply(a: bigint, b: bigint, { bits, polynomial }: CrcField): bigint {
	let product = 0n;
	let shifted = b;
	for (let bit = 1n << (bits - 1n); bit > 0n; bit >>= 1n) {
		if (a & bit) product ^= shifted;
		shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
	}
	return product;
}

/** x to the power of 8 × `bytes`, by squaring. In reflected order 1 is the highest bit. */
function powerOfX(bytes: number, field: CrcField): bigint {
	let power = 1n << (field.bits - 1n);
	let square = 1n << (field.bits - 9n);
	for (let rest = BigInt(bytes); rest > 0n; rest >>= 1n) {
		if (rest & 1n) power = multiply(power, square, field);
		square = multiply(square, square, field);
	}
	return power;
}

function fromBase64(text: string): bigint {
	return BigInt(`0x${Buffer.from(text, 'base64').toString('hex')}`);
}

function toBase64(value: bigint, { bits }: CrcField): string {
	const digits = Number(bits / 4n);
	return Buffer.from(value.toString(16).padStart(digits, '0'), 'hex').toString('base64');
}
