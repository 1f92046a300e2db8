import type { PoolOptions } from 'mysql2/promise';
import type { DatabaseConfig } from '../../config.ts';

/**
 * A password from the address, or a token of IAM: made anew for each connection, as it lives 15 minutes,
 * and sent in clear text, as the plugin is called, inside TLS.
 */
export function credentialsOf(config: DatabaseConfig): PoolOptions {
	if (config.auth === 'password') return { password: config.password };
	const token = async (): Promise<Buffer> => {
		// Loaded only where it is used: a function that has a password starts without it.
		const { Signer } = await import('@aws-sdk/rds-signer');
		const signer = new Signer({ hostname: config.host, port: config.port, username: config.user });
		return Buffer.from(`${await signer.getAuthToken()}\0`, 'utf8');
	};
	return {
		ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true },
		authPlugins: { mysql_clear_password: () => token },
	};
}
