import { createHmac } from 'node:crypto';

export interface SigningCredentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string | undefined;
}

/**
 * The key of one day, region and service that AWS Signature Version 4 signs with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export interface SigningKey {
	/** `20261123T221500Z` */
	readonly timestamp: string;
	/** As in `rds-db`. */
	readonly service: string;
	/** `20261123/us-east-1/s3/aws4_request` */
	readonly scope: string;
	readonly credentials: SigningCredentials;
	/** Lower-case hex. */
	sign(text: string): string;
}

/** Four HMACs per day and secret are spent once: a page of two hundred addresses needs the same key. */
export class SigningKeys {
	readonly #region: string;
	readonly #service: string;
	#cached: { readonly id: string; readonly key: Buffer } | undefined;

	constructor(region: string, service: string) {
		this.#region = region;
		this.#service = service;
	}

	at(now: Date, credentials: SigningCredentials): SigningKey {
		const timestamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
		const day = timestamp.slice(0, 8);
		const key = this.#key(day, credentials.secretAccessKey);
		return {
			timestamp,
			service: this.#service,
			scope: `${day}/${this.#region}/${this.#service}/aws4_request`,
			credentials,
			sign: (text) => createHmac('sha256', key).update(text).digest('hex'),
		};
	}

	#key(day: string, secret: string): Buffer {
		const id = `${day} ${secret}`;
		if (this.#cached?.id !== id) {
			const key = [day, this.#region, this.#service, 'aws4_request'].reduce<Buffer | string>(
				(previous, text) => createHmac('sha256', previous).update(text).digest(),
				`AWS4${secret}`,
			);
			this.#cached = { id, key: Buffer.from(key) };
		}
		return this.#cached.key;
	}
}
