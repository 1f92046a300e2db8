import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	sign,
	type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../template/template.ts';

/** The keys of the template that sign and verify. They are made once and kept in the data directory. */
export class SigningKeys {
	readonly #keys: ReadonlyMap<string, KeyObject>;

	constructor(template: Template, dataDir: string) {
		const declared = template
			.resources('AWS::KMS::Key')
			.filter(({ properties }) => properties.KeyUsage === 'SIGN_VERIFY');
		this.#keys = new Map(declared.map(({ ref }) => [ref, openKey(join(dataDir, 'kms'), ref)]));
	}

	/** By key id. */
	get publicKeys(): ReadonlyMap<string, string> {
		return new Map(
			[...this.#keys].map(([id, key]) => [
				id,
				createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
			]),
		);
	}

	/** RSASSA_PKCS1_V1_5_SHA_256; undefined where there is no such key. */
	sign(keyId: string, message: Buffer): Buffer | undefined {
		const key = this.#keys.get(keyId);
		return key && sign('sha256', message, key);
	}
}

function openKey(directory: string, id: string): KeyObject {
	const file = join(directory, `${id}.pem`);
	if (!existsSync(file)) {
		mkdirSync(directory, { recursive: true });
		const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
		writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
	}
	return createPrivateKey(readFileSync(file));
}
