import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { PoolOptions } from 'mysql2/promise';
import type { DatabaseConfig } from '../../runtime/config.ts';
import { signUrl } from '../sigv4/sign-url.ts';
import { type SigningKey, SigningKeys } from '../sigv4/signing-key.ts';

type IamConfig = Extract<DatabaseConfig, { auth: 'iam' }>;

/** The most RDS takes. */
const TOKEN_SECONDS = 900;

/** A password from the address, or a token of IAM: made anew for each connection, as it does not live long. */
export function credentialsOf(config: DatabaseConfig): PoolOptions {
	if (config.auth === 'password') return { password: config.password };
	const keysOfRole = defaultProvider();
	const keys = new SigningKeys(config.region, 'rds-db');
	// Sent in clear text, as the plugin is called, inside TLS.
	const token = async (): Promise<Buffer> => {
		const key = keys.at(new Date(), await keysOfRole());
		return Buffer.from(`${tokenOf(config, key)}\0`, 'utf8');
	};
	return {
		// A certificate that is good for another name is another server's: it gets no token.
		ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true },
		authPlugins: { mysql_clear_password: () => token },
	};
}

/**
 * What the SDK's own signer makes, in another order and without the parts of the SDK that it brings: the
 * address of a call to the database, pre-signed, without its scheme.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
function tokenOf(config: IamConfig, key: SigningKey): string {
	const base = new URL(`https://${config.host}:${String(config.port)}/`);
	const url = signUrl(
		{
			method: 'GET',
			base,
			path: '',
			query: { Action: 'connect', DBUser: config.user },
			headers: {},
			expiresInSeconds: TOKEN_SECONDS,
		},
		key,
	);
	return url.slice('https://'.length);
}
