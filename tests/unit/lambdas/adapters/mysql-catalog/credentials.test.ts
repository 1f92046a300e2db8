import { Signer } from '@aws-sdk/rds-signer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { credentialsOf } from '../../../../../lambdas/adapters/mysql-catalog/credentials.ts';

const place = {
	host: 'vault.proxy-abc.eu-central-1.rds.amazonaws.com',
	port: 3306,
	database: 'cloudvault',
	user: 'vault_app',
};
const keys = {
	accessKeyId: 'AKIDEXAMPLE',
	secretAccessKey: 'wJalr/secret+key',
	sessionToken: 'a/b+c=',
};

beforeEach(() => {
	vi.useFakeTimers({ now: new Date('2026-11-25T22:15:00.123Z') });
	vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
	vi.stubEnv('AWS_SESSION_TOKEN', keys.sessionToken);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllEnvs();
});

/** The order of parameters does not count: both sides sort them before they sign. */
function partsOf(token: string) {
	const { host, pathname, searchParams } = new URL(`https://${token}`);
	return { host, pathname, ...Object.fromEntries(searchParams) };
}

test('a password is a password', () => {
	expect(credentialsOf({ ...place, auth: 'password', password: 'x' })).toEqual({ password: 'x' });
});

test('a token of IAM says and is signed as the one of the SDK, and crosses the network in TLS alone', async () => {
	const region = 'eu-central-1';
	const signer = new Signer({
		hostname: place.host,
		port: place.port,
		username: place.user,
		region,
		credentials: keys,
	});

	const { ssl, authPlugins } = credentialsOf({ ...place, auth: 'iam', region });

	const plugin = authPlugins?.mysql_clear_password?.({ connection: null, command: null } as never);
	const token = String(await plugin?.(Buffer.alloc(0)));
	expect(token.at(-1)).toBe('\0');
	expect(partsOf(token.slice(0, -1))).toEqual(partsOf(await signer.getAuthToken()));
	expect(ssl).toMatchObject({ rejectUnauthorized: true });
});
