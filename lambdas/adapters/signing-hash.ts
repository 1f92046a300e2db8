import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What the signer makes an HMAC with: the credentials' own secret, or a key that it has derived. */
type Secret = string | ArrayBuffer | ArrayBufferView;

/** Keys that are derived, by their bytes: the signer keeps those of a day, so each is made once. */
const derivedKeys = new WeakMap<object, KeyObject>();
/** That of the credentials, of which the signer makes an HMAC for each signature to find its key of the day. */
let lastSecret: { readonly text: string; readonly key: KeyObject } | undefined;

/**
 * SHA-256 and HMAC for the SDK's signer. Its own makes a key of the same bytes for each signature, twice, and OpenSSL takes six times as
 * long for a key as for what is signed.
 */
export class SigningHash {
	readonly #key: KeyObject | undefined;
	#hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

	constructor(secret?: Secret) {
		this.#key = secret === undefined ? undefined : keyOf(secret);
		this.#hash = this.#begin();
	}

	update(chunk: Uint8Array): void {
		this.#hash.update(chunk);
	}

	digest(): Promise<Uint8Array> {
		return Promise.resolve(this.#hash.digest());
	}

	reset(): void {
		this.#hash = this.#begin();
	}

	#begin() {
		return this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key);
	}
}

function keyOf(secret: Secret): KeyObject {
	if (typeof secret === 'string') {
		if (lastSecret?.text !== secret) {
			lastSecret = { text: secret, key: createSecretKey(secret, 'utf8') };
		}
		return lastSecret.key;
	}
	const known = derivedKeys.get(secret);
	if (known !== undefined) return known;
	const key = createSecretKey(
		ArrayBuffer.isView(secret)
			? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
			: Buffer.from(secret),
	);
	derivedKeys.set(secret, key);
	return key;
}
