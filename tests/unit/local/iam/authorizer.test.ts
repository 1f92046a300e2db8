import { runSimulation } from '@cloud-copilot/iam-simulate';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { createAuthorizer, rootArn } from '../../../../local/iam/authorizer.ts';
import { bucketPolicies, rolePolicies } from '../../../../local/iam/policies.ts';
import type { Question } from '../../../../local/iam/question.ts';
import { Template } from '../../../../local/template/template.ts';

vi.mock(import('@cloud-copilot/iam-simulate'), async (original) => {
	const real = await original();
	return { ...real, runSimulation: vi.fn(real.runSimulation) };
});
const simulated = vi.mocked(runSimulation);

const statement = (Action: string | string[], Resource: unknown, Condition?: unknown) => ({
	PolicyName: 'own',
	PolicyDocument: {
		Version: '2012-10-17',
		Statement: [
			{ Effect: 'Allow', Action, Resource, ...(Condition !== undefined && { Condition }) },
		],
	},
});
const SITE = 'arn:aws:cloudfront::000000000000:distribution/SITE';

const template = new Template(
	{
		Resources: {
			Vault: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'vault' } },
			VaultPolicy: {
				Type: 'AWS::S3::BucketPolicy',
				Properties: {
					Bucket: { Ref: 'Vault' },
					PolicyDocument: {
						Version: '2012-10-17',
						Statement: [
							{
								Effect: 'Allow',
								Principal: { Service: 'cloudfront.amazonaws.com' },
								Action: 's3:GetObject',
								Resource: { 'Fn::Sub': '${Vault.Arn}/d/*' },
								Condition: { StringEquals: { 'AWS:SourceArn': SITE } },
							},
							{
								Effect: 'Deny',
								Principal: '*',
								Action: 's3:*',
								Resource: { 'Fn::Sub': '${Vault.Arn}/*' },
								Condition: { Bool: { 'aws:SecureTransport': 'false' } },
							},
							{
								Effect: 'Deny',
								Principal: '*',
								Action: 's3:*',
								Resource: { 'Fn::Sub': '${Vault.Arn}/*' },
								Condition: { NumericGreaterThan: { 's3:signatureAge': '900000' } },
							},
						],
					},
				},
			},
			Uploads: {
				Type: 'AWS::IAM::Role',
				Properties: {
					Policies: [
						statement(['s3:PutObject', 's3:GetObject'], { 'Fn::Sub': '${Vault.Arn}/u/*' }),
						statement(
							's3:ListBucketVersions',
							{ 'Fn::GetAtt': 'Vault.Arn' },
							{
								StringLike: { 's3:prefix': ['u/*'] },
							},
						),
					],
				},
			},
			Attached: {
				Type: 'AWS::IAM::Policy',
				Properties: {
					...statement('s3:DeleteObject', { 'Fn::Sub': '${Vault.Arn}/d/*' }),
					Roles: [{ Ref: 'Uploads' }],
				},
			},
			Keeper: {
				Type: 'AWS::IAM::Role',
				Properties: {
					Policies: [
						statement(['s3:RestoreObject', 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], {
							'Fn::Sub': '${Vault.Arn}/u/*',
						}),
						statement('s3:ListAllMyBuckets', '*'),
						statement('s3:GetBucketLocation', { 'Fn::GetAtt': 'Vault.Arn' }),
					],
				},
			},
			Idle: { Type: 'AWS::IAM::Role' },
		},
	},
	{
		account: { region: 'us-east-1', accountId: '000000000000', stackName: 'test' },
		parameters: {},
		makeId: fromSeed('seed'),
		queueOrigin: '',
	},
);

const onDecision = vi.fn();
const authorize = createAuthorizer({
	accountId: '000000000000',
	roles: rolePolicies(template),
	bucketPolicies: bucketPolicies(template),
	services: new Map([['cloudfront.amazonaws.com', { 'aws:SourceArn': SITE }]]),
	onDecision,
});
const uploads = 'arn:aws:iam::000000000000:role/test-Uploads';
const question = (action: string, resource: string, more: Partial<Question> = {}): Question => ({
	principal: uploads,
	action,
	resource: `arn:aws:s3:::${resource}`,
	context: {},
	...more,
});

beforeEach(() => onDecision.mockReset());

test.each([
	['s3:RestoreObject', 'arn:aws:s3:::vault/u/1', true],
	['s3:RestoreObject', 'arn:aws:s3:::vault/d/1', false],
	['s3:GetObjectVersion', 'arn:aws:s3:::vault/u/1', true],
	['s3:GetBucketLocation', 'arn:aws:s3:::vault', true],
	['s3:GetBucketLocation', 'arn:aws:s3:::other', false],
	['s3:ListAllMyBuckets', '*', true],
	['s3:GetObject', 'arn:aws:s3:::vault/u/*', false],
])('a role that restores, copies and looks in: %s on %s is %s', async (action, resource, may) => {
	const principal = 'arn:aws:iam::000000000000:role/test-Keeper';

	expect(await authorize({ principal, action, resource, context: {} })).toBe(may);
});

test('a role that may not list buckets does not list them', async () => {
	expect(await authorize(question('s3:ListAllMyBuckets', '', { resource: '*' }))).toBe(false);
});

describe('a role', () => {
	test.each<[string, Question]>([
		['what its own policy names', question('s3:PutObject', 'vault/u/anna/1')],
		['what a policy attached to it names', question('s3:DeleteObject', 'vault/d/anna/1')],
		[
			'a list under the condition',
			question('s3:ListBucketVersions', 'vault', { context: { 's3:prefix': 'u/anna/' } }),
		],
		[
			'a fresh signature',
			question('s3:GetObject', 'vault/u/1', { context: { 's3:signatureAge': '1000' } }),
		],
		['a key of any language', question('s3:PutObject', 'vault/u/ärger ?&')],
	])('may do %s', async (_name, asked) => {
		expect(await authorize(asked)).toBe(true);
	});

	test.each<[string, Question]>([
		['another action', question('s3:DeleteObjectVersion', 'vault/u/anna/1')],
		['another prefix', question('s3:PutObject', 'vault/m/anna/1')],
		['another bucket', question('s3:PutObject', 'other/u/anna/1')],
		[
			'a list outside the condition',
			question('s3:ListBucketVersions', 'vault', { context: { 's3:prefix': 'm/' } }),
		],
		['a list without a prefix', question('s3:ListBucketVersions', 'vault')],
		[
			'what the bucket denies: an old signature',
			question('s3:GetObject', 'vault/u/1', { context: { 's3:signatureAge': '900001' } }),
		],
		['a resource that reads like a pattern', question('s3:PutObject', 'vault/u/*')],
		[
			'anything without a policy',
			question('s3:PutObject', 'vault/u/1', {
				principal: 'arn:aws:iam::000000000000:role/test-Idle',
			}),
		],
		[
			'anything for an unknown principal',
			question('s3:PutObject', 'vault/u/1', { principal: 'x' }),
		],
	])('may not do %s', async (_name, asked) => {
		expect(await authorize(asked)).toBe(false);
	});

	test('gets the same answer again, and each call is recorded', async () => {
		const asked = question('s3:PutObject', 'vault/u/anna/2');

		expect([await authorize(asked), await authorize(asked)]).toEqual([true, true]);

		expect(onDecision.mock.calls).toEqual([
			[asked, true],
			[asked, true],
		]);
	});
});

test('a thousand objects of a folder are decided on once', async () => {
	simulated.mockClear();

	for (let i = 0; i < 1000; i++) {
		const context = { 's3:signatureAge': String(i), 's3:x-amz-content-sha256': String(i) };
		const asked = question('s3:PutObject', `vault/u/${String(i)}/once`, { context });
		expect(await authorize(asked)).toBe(true);
	}

	expect(simulated.mock.calls.length).toBeLessThanOrEqual(1);
	expect(onDecision).toHaveBeenCalledTimes(1000);
});

describe('CloudFront', () => {
	const asks = (action: string, resource: string, context: Record<string, string> = {}) =>
		authorize(question(action, resource, { principal: 'cloudfront.amazonaws.com', context }));

	test('may do what the bucket lets it, for the distribution that the bucket names', async () => {
		expect(await asks('s3:GetObject', 'vault/d/anna/1/thumb')).toBe(true);
	});

	test('may do nothing else, and nothing for another distribution', async () => {
		const other = 'arn:aws:cloudfront::000000000000:distribution/OTHER';

		expect(await asks('s3:GetObject', 'vault/u/anna/1')).toBe(false);
		expect(await asks('s3:PutObject', 'vault/d/anna/1/thumb')).toBe(false);
		expect(await asks('s3:GetObject', 'vault/d/anna/1/thumb', { 'aws:SourceArn': other })).toBe(
			false,
		);
	});
});

test('the owner of the account may do anything', async () => {
	const asked = question('s3:DeleteBucket', 'vault', { principal: rootArn('000000000000') });

	expect(await authorize(asked)).toBe(true);
});
