import {
	createHash,
	createHmac,
	getDiffieHellman,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
} from 'node:crypto';

/** The 3072-bit group of RFC 5054, appendix A, which is RFC 3526's group 15; Cognito uses it. */
const N = positive(getDiffieHellman('modp15').getPrime());
const G = 2n;
const K = hashOf(bytes(N), bytes(G));

/** What is kept in place of a password; both numbers in hexadecimal. */
export interface Verifier {
	readonly salt: string;
	readonly verifier: string;
}

/** What a verifier is bound to besides the password. */
export interface Identity {
	/** The pool's id without its region. */
	readonly poolName: string;
	/** Cognito's `USER_ID_FOR_SRP`. */
	readonly userId: string;
}

export function makeVerifier(identity: Identity, password: string): Verifier {
	const salt = positive(randomBytes(16));
	return {
		salt: salt.toString(16),
		verifier: power(G, privateKey(identity, password, salt)).toString(16),
	};
}

export function isPassword(identity: Identity, password: string, kept: Verifier): boolean {
	const x = privateKey(identity, password, parse(kept.salt));
	return power(G, x) === parse(kept.verifier);
}

/** The server's half of one sign-in (RFC 5054, 2.5.3), with a password key as Cognito derives it. */
export class SrpExchange {
	readonly #identity: Identity;
	readonly #verifier: bigint;
	readonly #a: bigint;
	readonly #b = positive(randomBytes(32));
	readonly #publicB: bigint;

	/** Throws a `RangeError` if the client's public number, in hexadecimal, is none: 0 modulo N would need no password. */
	constructor(identity: Identity, kept: Verifier, srpA: string) {
		this.#identity = identity;
		this.#verifier = parse(kept.verifier);
		if (!/^[\da-f]{1,1024}$/i.test(srpA)) throw new RangeError('Not a number in hexadecimal');
		this.#a = parse(srpA);
		if (this.#a % N === 0n) throw new RangeError('A is zero modulo N');
		this.#publicB = (K * this.#verifier + power(G, this.#b)) % N;
	}

	/** In hexadecimal. */
	get srpB(): string {
		return this.#publicB.toString(16);
	}

	/** Whether the client's signature, in base64, shows that it knows the password. */
	proves(given: {
		readonly secretBlock: string;
		readonly timestamp: string;
		readonly signature: string;
	}): boolean {
		const u = hashOf(bytes(this.#a), bytes(this.#publicB));
		if (u === 0n) return false;
		const shared = power((this.#a * power(this.#verifier, u)) % N, this.#b);
		const key = hkdfSync('sha256', bytes(shared), bytes(u), 'Caldera Derived Key', 16);
		const expected = createHmac('sha256', Buffer.from(key))
			.update(this.#identity.poolName)
			.update(this.#identity.userId)
			.update(Buffer.from(given.secretBlock, 'base64'))
			.update(given.timestamp)
			.digest();
		const signature = Buffer.from(given.signature, 'base64');
		return signature.length === expected.length && timingSafeEqual(signature, expected);
	}
}

function privateKey({ poolName, userId }: Identity, password: string, salt: bigint): bigint {
	const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
	return hashOf(bytes(salt), inner);
}

function hashOf(...parts: readonly Buffer[]): bigint {
	return positive(createHash('sha256').update(Buffer.concat(parts)).digest());
}

/** Two's complement, as Java writes numbers and Cognito hashes them: positive ones begin with a zero bit. */
function bytes(value: bigint): Buffer {
	const digits = value.toString(16);
	const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
	return Buffer.from(/^[89a-f]/.test(whole) ? `00${whole}` : whole, 'hex');
}

function positive(buffer: Buffer): bigint {
	return parse(buffer.toString('hex'));
}

function parse(hex: string): bigint {
	return BigInt(`0x${hex}`);
}

/** `base` to the `exponent`, modulo N. */
function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	let square = base % N;
	for (let rest = exponent; rest > 0n; rest >>= 1n) {
		if ((rest & 1n) === 1n) result = (result * square) % N;
		square = (square * square) % N;
	}
	return result;
}
