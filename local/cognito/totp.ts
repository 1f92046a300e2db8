import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** A secret of 256 bits in base 32, as Cognito's. */
export function newTotpSecret(): string {
	const bits = [...randomBytes(35)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	return (bits.match(/.{5}/g) ?? [])
		.map((five) => BASE32[parseInt(five, 2)])
		.join('')
		.slice(0, 52);
}

/** The step of time that a code belongs to: this one, or one beside it for a clock that is off. Undefined if it is wrong. */
export function totpStep(secret: string, code: string): number | undefined {
	const now = Math.floor(Date.now() / STEP_MS);
	return [now, now - 1, now + 1].find((step) => same(codeAt(secret, step), code));
}

/** RFC 6238. */
function codeAt(secret: string, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const digest = createHmac('sha1', decoded(secret)).update(counter).digest();
	const offset = digest.readUInt8(digest.length - 1) & 0x0f;
	const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
	return String(number % 1_000_000).padStart(6, '0');
}

function decoded(secret: string): Buffer {
	const bits = Array.from(secret)
		.map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
		.join('');
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

function same(expected: string, given: string): boolean {
	return (
		expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given))
	);
}
