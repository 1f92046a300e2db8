import { createHmac } from 'node:crypto';

/** RFC 4648 base32, as authenticator apps read their keys. */
function fromBase32(text: string): Buffer {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = Array.from(text.replaceAll(/[\s=]/g, '').toUpperCase())
		.map((character) => alphabet.indexOf(character).toString(2).padStart(5, '0'))
		.join('');
	const bytes = bits.match(/.{8}/g) ?? [];
	return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** The six digits an authenticator app shows now (RFC 6238: SHA-1, 30 seconds). */
export function oneTimeCode(secret: string, nowMs = Date.now()): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
	const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
	const offset = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
