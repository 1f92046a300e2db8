import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { createServer, request, type RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { startOwnServer } from '../../../../local/conformance/own-server.ts';
import { ConformanceTarget } from '../../../../local/conformance/target.ts';
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

/** A server of the tests; answers its address. */
async function serve(listener: RequestListener): Promise<string> {
	const other = createServer(listener);
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void other.close());
	const address = other.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return `http://127.0.0.1:${String(address.port)}`;
}

/** Hands everything on to ours, and leaves out of its answers that a checksum is kept. */
const withoutChecksums: RequestListener = (asked, response) => {
	const { method, url, headers } = asked;
	const { hostname, port } = new URL(server.options.endpoint);
	const onward = request({ hostname, port, path: url, method, headers }, (answer) => {
		const kept = Object.entries(answer.headers).filter(([name]) => !name.includes('checksum'));
		response.writeHead(answer.statusCode ?? 0, Object.fromEntries(kept));
		answer.pipe(response);
	});
	asked.pipe(onward);
};

test('another S3 server is used by its keys, and a setting that it refuses is logged', async () => {
	const storage = await use();

	expect(storage).toMatchObject({ origin: server.options.endpoint, server: undefined });
	expect(said).toEqual([expect.stringMatching(/^PutBucketCors on \S+: This local S3 does not/)]);
	const { client, bucket } = new ConformanceTarget(server.options);
	const { Versions, DeleteMarkers } = await client.send(
		new ListObjectVersionsCommand({ Bucket: bucket }),
	);
	expect([Versions ?? [], DeleteMarkers ?? []]).toEqual([[], []]);
});

test.each([
	['does not answer', () => use('http://127.0.0.1:9'), /at http:\S+:9 cannot be used: .*REFUSED/],
	['has no such bucket', () => use(undefined, 'other'), /cannot be used: The specified bucket/],
	[
		'keeps no SHA-256',
		async () => use(await serve(withoutChecksums)),
		/cannot be used: it does not tell the SHA-256 of an object/,
	],
	[
		'sends no message',
		async () => use(await serve((_, response) => response.writeHead(418).end())),
		/cannot be used: \w+, status 418$/,
	],
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
