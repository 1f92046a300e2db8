import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Claims = Readonly<Record<string, unknown>>;

const KEY_ID = 'cloudvault-local';

/** The user pool's RSA key. Each data directory has its own. */
export class SigningKey {
	readonly #privateKey;
	readonly #publicKey;

	private constructor(pem: string) {
		this.#privateKey = createPrivateKey(pem);
		this.#publicKey = createPublicKey(this.#privateKey);
	}

	/** Reads the key kept in `directory`, or makes one. */
	static async open(directory: string): Promise<SigningKey> {
		await mkdir(directory, { recursive: true });
		const file = join(directory, 'signing-key.pem');
		const known = await readFile(file, 'utf8').catch(() => undefined);
		if (known !== undefined) return new SigningKey(known);
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		await writeFile(file, pem, { mode: 0o600 });
		return new SigningKey(pem);
	}

	/** What `/.well-known/jwks.json` answers. */
	get jwks() {
		const { n = '', e = '' } = this.#publicKey.export({ format: 'jwk' });
		return {
			keys: [
				{ kty: 'RSA' as const, use: 'sig' as const, alg: 'RS256' as const, kid: KEY_ID, n, e },
			],
		};
	}

	/** A compact RS256 JWT. */
	sign(claims: Claims): string {
		const input = [{ kid: KEY_ID, alg: 'RS256' }, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		const signature = sign('RSA-SHA256', Buffer.from(input), this.#privateKey);
		return `${input}.${signature.toString('base64url')}`;
	}

	/** The claims of a token that this key signed and that has not expired; undefined otherwise. */
	verify(token: string): Claims | undefined {
		const [header = '', payload = '', signature = ''] = token.split('.');
		const input = Buffer.from(`${header}.${payload}`);
		const isOurs = verify(
			'RSA-SHA256',
			input,
			this.#publicKey,
			Buffer.from(signature, 'base64url'),
		);
		if (!isOurs) return undefined;
		const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
		return Number(claims.exp) > Date.now() / 1000 ? claims : undefined;
	}
}
