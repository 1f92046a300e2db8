import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { VaultError } from '../domain/vault-error.ts';
import type { PrefixSigner } from '../ports/prefix-signer.ts';
import { patientCall } from './patient-call.ts';

/** Region, credentials and endpoint come from the SDK's own variables. */
export function createKmsClient(): KMSClient {
	return new KMSClient({
		maxAttempts: 2,
		requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
	});
}

interface SigningKeyNames {
	/** Of the key in KMS: `RSA_2048`, to sign and verify. */
	readonly keyId: string;
	/** By which CloudFront knows the public half. */
	readonly keyPairId: string;
}

/**
 * Signs for CloudFront with a key that never leaves KMS: the private half cannot be read out, and so not be lost.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
 */
export class CloudFrontSigner implements PrefixSigner {
	readonly #client: KMSClient;
	readonly #names: SigningKeyNames;

	constructor(client: KMSClient, names: SigningKeyNames) {
		this.#client = client;
		this.#names = names;
	}

	async sign(prefix: string, expiresAt: Date): Promise<string> {
		const policy = Buffer.from(policyOf(`${prefix}*`, expiresAt));
		const signature = await this.#signatureOf(policy);
		return [
			`Policy=${queryBase64(policy)}`,
			`Signature=${queryBase64(signature)}`,
			`Key-Pair-Id=${this.#names.keyPairId}`,
			'Hash-Algorithm=SHA256',
		].join('&');
	}

	async #signatureOf(message: Uint8Array): Promise<Uint8Array> {
		const command = new SignCommand({
			KeyId: this.#names.keyId,
			Message: message,
			MessageType: 'RAW',
			SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256',
		});
		try {
			const { Signature } = await patientCall('signing', (options) =>
				this.#client.send(command, options),
			);
			if (Signature === undefined) throw new TypeError('KMS answered without a signature');
			return Signature;
		} catch (error) {
			throw new VaultError('unavailable', { cause: error });
		}
	}
}

/** Without white space: CloudFront compares what it was signed over byte for byte. */
function policyOf(resource: string, expiresAt: Date): string {
	const seconds = Math.floor(expiresAt.getTime() / 1000);
	const condition = { DateLessThan: { 'AWS:EpochTime': seconds } };
	return JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
}

const IN_QUERY: Readonly<Record<string, string>> = { '+': '-', '=': '_', '/': '~' };

/** Base64 with CloudFront's own replacements for what means something in a query. */
function queryBase64(bytes: Uint8Array): string {
	return Buffer.from(bytes)
		.toString('base64')
		.replace(/[+=/]/g, (character) => IN_QUERY[character] ?? '');
}
