import { formatUrl } from '@aws-sdk/core/util';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import type { PoolOptions } from 'mysql2/promise';
import type { DatabaseConfig } from '../../runtime/config.ts';
import { SigningHash } from '../signing-hash.ts';

type IamConfig = Extract<DatabaseConfig, { auth: 'iam' }>;

/** The most RDS takes. */
const TOKEN_SECONDS = 900;

/** A password from the address, or a token of IAM: made anew for each connection, as it does not live long. */
export function credentialsOf(config: DatabaseConfig): PoolOptions {
	if (config.auth === 'password') return { password: config.password };
	const signer = new SignatureV4({
		service: 'rds-db',
		region: config.region,
		credentials: defaultProvider(),
		sha256: SigningHash,
	});
	// Sent in clear text, as the plugin is called, inside TLS.
	const token = async (): Promise<Buffer> =>
		Buffer.from(`${await tokenOf(config, signer)}\0`, 'utf8');
	return {
		// A certificate that is good for another name is another server's: it gets no token.
		ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true },
		authPlugins: { mysql_clear_password: () => token },
	};
}

/**
 * What `@aws-sdk/rds-signer` makes by the same signer, without the configuration it reads: the address of a
 * call to the database, pre-signed, without its scheme.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
 */
async function tokenOf({ host, port, user }: IamConfig, signer: SignatureV4): Promise<string> {
	const presigned = await signer.presign(
		{
			method: 'GET',
			protocol: 'https:',
			hostname: host,
			port,
			path: '/',
			query: { Action: 'connect', DBUser: user },
			headers: { host: `${host}:${String(port)}` },
		},
		{ expiresIn: TOKEN_SECONDS },
	);
	return formatUrl(presigned).slice('https://'.length);
}
