import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startOwnServer } from '../../../../local/conformance/own-server.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { useStorage } from '../../../../local/stack/storage.ts';
import { Template } from '../../../../local/template/template.ts';

let server: Awaited<ReturnType<typeof startOwnServer>>;
let said: string[];

beforeEach(async () => {
	server = await startOwnServer();
	said = [];
	const { accessKeyId, secretAccessKey } = server.options.credentials;
	vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
	vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
	vi.stubEnv('AWS_SESSION_TOKEN', undefined);
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await server.close();
});

/** With the bucket that the other server has, or with one that it does not have. */
function use(endpoint = server.options.endpoint, BucketName = server.options.bucket) {
	const Properties = { BucketName, CorsConfiguration: { CorsRules: [] } };
	const template = new Template(
		{ Resources: { Vault: { Type: 'AWS::S3::Bucket', Properties } } },
		{
			account: { region: 'us-east-1', accountId: '000000000000', stackName: 'vault' },
			parameters: {},
			makeId: fromSeed('seed'),
			queueOrigin: 'http://127.0.0.1:1',
		},
	);
	return useStorage(endpoint, { template, log: (line) => said.push(line) });
}

test('another S3 server is used by its keys, and a setting that it refuses is logged', async () => {
	const storage = await use();

	expect(storage).toMatchObject({ origin: server.options.endpoint, server: undefined });
	expect(said).toEqual([expect.stringContaining('PutBucketCors on ')]);
});

test.each([
	['does not answer', () => use('http://127.0.0.1:9'), /at http:\S+:9 cannot be used: .*REFUSED/],
	['has no such bucket', () => use(undefined, 'other'), /cannot be used: The specified bucket/],
	['is no address', () => use('elsewhere'), /^--s3 takes the address of a server, not elsewhere/],
])('one that %s is refused in a sentence', async (_, attempt, sentence) => {
	await expect(attempt()).rejects.toThrow(sentence);
	expect(said).toEqual([]);
});

test.each([
	['wrong keys', 'unknown', /cannot be used: The AWS Access Key Id/],
	['no keys', '', /^Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the other S3 server/],
])('%s are refused in a sentence', async (_, keyId, sentence) => {
	vi.stubEnv('AWS_ACCESS_KEY_ID', keyId);

	await expect(use()).rejects.toThrow(sentence);
});
