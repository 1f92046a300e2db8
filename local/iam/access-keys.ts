import { randomBytes } from 'node:crypto';

export interface AccessKey {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** Temporary credentials, as those of a role, carry one. */
	readonly sessionToken?: string;
}

export interface KnownKey extends AccessKey {
	/** The ARN of the role that the key speaks for. */
	readonly principal: string;
}

/** Hands out temporary keys for roles, and knows whom each key speaks for. */
export class AccessKeys {
	readonly #known = new Map<string, KnownKey>();

	/** A new key for a role. Like a role's credentials on AWS it is not the same after a restart. */
	issue(principal: string): AccessKey {
		const key = {
			accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
			secretAccessKey: randomBytes(30).toString('base64url'),
			sessionToken: randomBytes(48).toString('base64url'),
		};
		this.#known.set(key.accessKeyId, { ...key, principal });
		return key;
	}

	/** Makes a key known that was handed out elsewhere. */
	register(key: AccessKey, principal: string): AccessKey {
		this.#known.set(key.accessKeyId, { ...key, principal });
		return key;
	}

	find(accessKeyId: string): KnownKey | undefined {
		return this.#known.get(accessKeyId);
	}
}

/** The key in the usual AWS variables. Throws a sentence if there is none. */
export function keyFromEnvironment(): AccessKey {
	const {
		AWS_ACCESS_KEY_ID: accessKeyId,
		AWS_SECRET_ACCESS_KEY: secretAccessKey,
		AWS_SESSION_TOKEN: sessionToken,
	} = process.env;
	if (!accessKeyId || !secretAccessKey) {
		throw new Error('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the other S3 server.');
	}
	return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
