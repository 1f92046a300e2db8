import { KMSClient } from '@aws-sdk/client-kms';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	CloudFrontSigner,
	createKmsClient,
} from '../../../../lambdas/adapters/cloudfront-signer.ts';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import type { LocalServer } from '../../../../local/http/serve.ts';
import { AccessKeys } from '../../../../local/iam/access-keys.ts';
import { startKms } from '../../../../local/kms/server.ts';
import { SigningKeys } from '../../../../local/kms/signing-keys.ts';
import { Template } from '../../../../local/template/template.ts';

const PREFIX = 'https://vault.test/d/ann/';
const keys = new AccessKeys();
let dataDir: string;
let keyId: string;
let kms: LocalServer;
let mayCall = true;

beforeAll(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'kms-'));
	const template = new Template(
		{ Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyUsage: 'SIGN_VERIFY' } } } },
		{
			account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
			parameters: {},
			makeId: fromSeed('seed'),
			queueOrigin: '',
		},
	);
	keyId = template.resource('AWS::KMS::Key').ref;
	kms = await startKms({
		port: 0,
		account: template.account,
		signingKeys: new SigningKeys(template, dataDir),
		keys,
		authorize: ({ action, resource }) =>
			Promise.resolve(mayCall && action === 'kms:Sign' && resource.endsWith(`:key/${keyId}`)),
		log: () => undefined,
	});
});
afterAll(async () => {
	await kms.close();
	await rm(dataDir, { recursive: true, force: true });
});

function signer(): CloudFrontSigner {
	const credentials = keys.issue('arn:aws:iam::000000000000:role/derivatives');
	const client = new KMSClient({
		region: 'us-east-1',
		endpoint: kms.origin,
		credentials,
		maxAttempts: 1,
	});
	return new CloudFrontSigner(client, { keyId, keyPairId: 'K1' });
}

describe('the signer for CloudFront', () => {
	it("makes, by a key it never sees, what AWS's own library makes by the key itself", async () => {
		const [file = ''] = await readdir(join(dataDir, 'kms'));
		const privateKey = await readFile(join(dataDir, 'kms', file), 'utf8');
		const expiresAt = new Date('2026-01-01T00:15:00.999Z');

		const query = await signer().sign(PREFIX, expiresAt);

		const policy = JSON.stringify({
			Statement: [
				{
					Resource: `${PREFIX}*`,
					Condition: {
						DateLessThan: { 'AWS:EpochTime': Math.floor(expiresAt.getTime() / 1000) },
					},
				},
			],
		});
		const expected = getSignedUrl({
			url: `${PREFIX}1/thumb`,
			policy,
			keyPairId: 'K1',
			privateKey,
			algorithm: 'SHA256',
		});
		const parameters = (text: string) => Object.fromEntries(new URLSearchParams(text));
		expect(parameters(query)).toEqual(parameters(new URL(expected).search));
	});

	it('says that it is unavailable where KMS refuses or is not there', async () => {
		mayCall = false;

		await expect(signer().sign(PREFIX, new Date())).rejects.toMatchObject({ code: 'unavailable' });
		mayCall = true;
	});

	it('says so as well where KMS answers without a signature', async () => {
		const client = { send: () => Promise.resolve({}) } as unknown as KMSClient;
		const named = new CloudFrontSigner(client, { keyId, keyPairId: 'K1' });

		await expect(named.sign(PREFIX, new Date())).rejects.toMatchObject({
			code: 'unavailable',
			cause: { message: 'KMS answered without a signature' },
		});
	});

	it('asks KMS a second time, and no third: a person waits', async () => {
		expect(await createKmsClient().config.maxAttempts()).toBe(2);
	});
});
