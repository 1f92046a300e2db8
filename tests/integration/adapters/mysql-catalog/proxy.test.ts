import { sql } from 'kysely';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
	openDatabase,
	type Database,
} from '../../../../lambdas/adapters/mysql-catalog/database.ts';
import { AUTHORITY, RIGHT, WRONG } from '../../../support/certificates.ts';
import { startProxyDouble, type ProxyDouble } from '../../../support/proxy-double.ts';

const trusted = getCACertificates('default');
let proxy: ProxyDouble;
let database: Database;

beforeAll(() => {
	setDefaultCACertificates([...trusted, AUTHORITY]);
	vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATESTS');
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-tests');
});
afterAll(() => {
	setDefaultCACertificates(trusted);
	vi.unstubAllEnvs();
});
afterEach(async () => {
	await database.destroy();
	await proxy.close();
});

async function statementTo(certificate: typeof RIGHT, errno = 9501): Promise<unknown> {
	proxy = await startProxyDouble({ certificate, errno });
	database = openDatabase({
		auth: 'iam',
		host: 'localhost',
		port: proxy.port,
		database: 'cloudvault',
		user: 'vault_app',
		region: 'eu-central-1',
	});
	return sql`select 1`.execute(database).catch((error: unknown) => error);
}

test('a proxy that has no connection to lend is unavailable, and was given a token of IAM', async () => {
	const answer = await statementTo(RIGHT);

	expect(answer).toMatchObject({ code: 'unavailable', cause: { errno: 9501 } });
	expect(proxy.passwords).toHaveLength(1);
	expect(proxy.passwords[0]).toContain('Action=connect');
});

test.each([
	['a fault of the proxy itself is not asked again at once', 1105, 1],
	['a former writer is left for another connection, once', 1290, 2],
])('%s, and is unavailable', async (_, errno, connections) => {
	const answer = await statementTo(RIGHT, errno);

	expect(answer).toMatchObject({ code: 'unavailable', cause: { errno } });
	expect(proxy.passwords).toHaveLength(connections);
});

test('a server with a certificate of another name is given no token', async () => {
	const answer = await statementTo(WRONG);

	expect(answer).toMatchObject({
		cause: { code: 'HANDSHAKE_SSL_ERROR', message: expect.stringContaining('altnames') as string },
	});
	expect(proxy.passwords).toEqual([]);
});
