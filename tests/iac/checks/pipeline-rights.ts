import type { Check } from '../check.ts';
import { Pipeline, PLACE, STAGE, unexpected, type Request, type Role } from '../pipeline.ts';
import type { Template } from '../template.ts';
import {
	arn,
	boundaryOf,
	BY_CLOUDFORMATION,
	changeSet,
	inBoundary,
	named,
	numbered,
	SEE_ALARMS,
	stack,
} from './pipeline-requests.ts';

const { region, accountId } = PLACE;
const ROLES: readonly Role[] = ['plan', 'deploy'];
const CODE = `arn:aws:s3:::cloudvault-${STAGE}-serverlessdeploymentbucket-1a2b`;

/** The characters that IAM takes in one managed policy, without white space. */
const POLICY_MAX_CHARACTERS = 6144;

const statement = (policy: string, index: number): string =>
	`${policy}.Properties.PolicyDocument.Statement.${String(index)}`;

async function both(
	template: Template,
	expected: Parameters<typeof unexpected>[2],
): Promise<readonly string[]> {
	return (await Promise.all(ROLES.map((role) => unexpected(template, role, expected)))).flat();
}

/** A request about the stage's own user pool, from the deployment itself. */
function pool(operation: string): Request {
	return {
		action: `cognito-idp:${operation}`,
		resource: arn('cognito-idp', 'userpool/1'),
		context: { 'aws:ResourceTag/application': 'cloudvault', 'aws:ResourceTag/stage': STAGE },
	};
}

const REFUSED = ['ImplicitlyDenied', 'ExplicitlyDenied'] as const;

export const pipelineRightsChecks: readonly Check[] = [
	{
		promise: 'lets a plan ask everything that npm run plan asks',
		find: (template) =>
			unexpected(template, 'plan', {
				expected: ['Allowed'],
				requests: [
					{ action: 'cloudformation:DescribeStacks', resource: stack(STAGE) },
					changeSet('CreateChangeSet', 'plan-1'),
					changeSet('DescribeChangeSet', 'plan-1'),
					changeSet('DeleteChangeSet', 'plan-1'),
					...['s3:PutObject', 's3:GetObject', 's3:DeleteObject'].map((action) => ({
						action,
						resource: `${CODE}/serverless/cloudvault/${STAGE}/plan/template.json`,
					})),
					{ action: 'kms:GetPublicKey', resource: arn('kms', 'key/1') },
					{ action: 'ec2:DescribeManagedPrefixLists', resource: '*' },
					{ action: 'ec2:DescribeAvailabilityZones', resource: '*' },
					{ action: 'iam:GetPolicy', resource: boundaryOf(STAGE) },
				],
			}),
		mutants: [0, 1, 2, 3, 4, 5].map((index) => ({ path: statement('PlanPolicy', index) })),
	},
	{
		promise: 'lets a plan change nothing but its own change set',
		find: (template) =>
			unexpected(template, 'plan', {
				expected: REFUSED,
				requests: [
					changeSet('ExecuteChangeSet', 'plan-1'),
					changeSet('ExecuteChangeSet', `cloudvault-${STAGE}-change-set`),
					changeSet('CreateChangeSet', `cloudvault-${STAGE}-change-set`),
					changeSet('DeleteChangeSet', `cloudvault-${STAGE}-change-set`),
					{ action: 'cloudformation:UpdateStack', resource: stack(STAGE) },
					{ action: 'cloudformation:DeleteStack', resource: stack(STAGE) },
					{
						action: 's3:PutObject',
						resource: `${CODE}/serverless/cloudvault/${STAGE}/1/vault.zip`,
					},
					{
						action: 's3:GetObject',
						resource: `${CODE}/serverless/cloudvault/${STAGE}/1/vault.zip`,
					},
					...named(STAGE),
					...numbered(STAGE, BY_CLOUDFORMATION),
				],
			}),
		mutants: [
			{ path: `${statement('PlanPolicy', 0)}.Action`, to: 'cloudformation:ExecuteChangeSet' },
			{ path: `${statement('PlanPolicy', 1)}.Condition` },
			{ path: `${statement('PlanPolicy', 2)}.Resource`, to: 'arn:aws:s3:::cloudvault-*' },
			{ path: 'PlanRole.Properties.ManagedPolicyArns.2', to: { Ref: 'DeployPolicy' } },
			{ path: 'PlanRole.Properties.ManagedPolicyArns.2', to: { Ref: 'NamedPolicy' } },
			{ path: 'PlanRole.Properties.ManagedPolicyArns.2', to: { Ref: 'NumberedPolicy' } },
		],
	},
	{
		promise: 'keeps both away from the files of every stage, whatever else they may do',
		find: (template) =>
			both(template, {
				expected: ['ExplicitlyDenied'],
				requests: [STAGE, 'production'].flatMap((stage) =>
					['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObjectVersion'].map(
						(action) => ({
							action,
							resource: `arn:aws:s3:::cloudvault-${stage}-vault-${accountId}-${region}/u/ann/file`,
						}),
					),
				),
			}),
		mutants: [
			{ path: statement('FencePolicy', 0) },
			{
				path: `${statement('FencePolicy', 0)}.Resource`,
				to: { 'Fn::Sub': 'arn:aws:s3:::cloudvault-${Stage}-vault-*/*' },
			},
			{ path: 'PlanRole.Properties.ManagedPolicyArns.1' },
			{ path: 'DeployRole.Properties.ManagedPolicyArns.3' },
		],
	},
	{
		promise: 'lets a deployment change its own stage, what AWS numbers by CloudFormation alone',
		find: async (template) => [
			...(await unexpected(template, 'deploy', {
				expected: ['Allowed'],
				requests: [...named(STAGE), ...numbered(STAGE, BY_CLOUDFORMATION), SEE_ALARMS],
			})),
			...(await unexpected(template, 'deploy', {
				expected: ['ImplicitlyDenied'],
				requests: numbered(STAGE, {}),
			})),
		],
		mutants: [
			{ path: 'DeployRole.Properties.ManagedPolicyArns.0' },
			{ path: 'DeployRole.Properties.ManagedPolicyArns.1' },
			{ path: 'DeployRole.Properties.ManagedPolicyArns.2' },
			{ path: `${statement('NumberedPolicy', 0)}.Condition` },
			{ path: `${statement('NumberedPolicy', 1)}.Condition` },
			{ path: `${statement('FencePolicy', 1)}.Condition.StringNotEquals`, to: {} },
		],
	},
	{
		promise:
			'leaves a deployment no way to another stage, also not to one whose name begins the same',
		find: async (template) => [
			...(await unexpected(template, 'deploy', {
				expected: REFUSED,
				requests: ['production', `${STAGE}2`].flatMap(named),
			})),
			...(await both(template, {
				expected: ['ExplicitlyDenied'],
				requests: numbered('production', BY_CLOUDFORMATION),
			})),
		],
		mutants: [
			{ path: statement('FencePolicy', 1) },
			{
				path: `${statement('NamedPolicy', 1)}.Resource`,
				to: arn('lambda', 'function:cloudvault-*'),
			},
			{
				path: `${statement('NamedPolicy', 0)}.Resource`,
				to: { 'Fn::Sub': 'arn:aws:s3:::cloudvault-${Stage}*' },
			},
		],
	},
	{
		promise: 'gives a deployment nothing that a deployment does not do',
		find: (template) =>
			unexpected(template, 'deploy', {
				expected: REFUSED,
				requests: [
					{ action: 'cloudformation:DeleteStack', resource: stack(STAGE) },
					{
						action: 'lambda:InvokeFunction',
						resource: arn('lambda', `function:cloudvault-${STAGE}-downloads`),
					},
					{
						action: 'logs:GetLogEvents',
						resource: arn('logs', `log-group:/aws/lambda/cloudvault-${STAGE}-vault:log-stream:1`),
					},
					{ action: 'sqs:ReceiveMessage', resource: arn('sqs', `cloudvault-${STAGE}-Queue-1`) },
					{ action: 'sns:Publish', resource: arn('sns', `cloudvault-${STAGE}-Topic-1`) },
					{ action: 'kms:Sign', resource: arn('kms', 'key/1'), context: BY_CLOUDFORMATION },
					{ action: 'kms:Decrypt', resource: arn('kms', 'key/1'), context: BY_CLOUDFORMATION },
					{
						action: 'secretsmanager:GetSecretValue',
						resource: arn('secretsmanager', 'secret:rds!db-1'),
						context: BY_CLOUDFORMATION,
					},
					{
						action: 'cognito-idp:ListUsers',
						resource: arn('cognito-idp', 'userpool/1'),
						context: BY_CLOUDFORMATION,
					},
					{
						action: 'iam:AttachRolePolicy',
						resource: `arn:aws:iam::${accountId}:role/cloudvault-${STAGE}-VaultRole-1`,
						context: {
							...inBoundary(STAGE),
							'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess',
						},
					},
					{
						action: 'iam:PassRole',
						resource: `arn:aws:iam::${accountId}:role/cloudvault-${STAGE}-VaultRole-1`,
						context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
					},
					...ROLES.map((role) => ({
						action: 'iam:PutRolePolicy',
						resource: `arn:aws:iam::${accountId}:role/github-cloudvault-${STAGE}-${region}-${role}`,
						context: { ...BY_CLOUDFORMATION, ...inBoundary(STAGE) },
					})),
				],
			}),
		mutants: [
			{ path: `${statement('DeployPolicy', 0)}.Action`, to: 'cloudformation:*' },
			{ path: `${statement('NamedPolicy', 1)}.Action`, to: 'lambda:*' },
			{ path: `${statement('NamedPolicy', 4)}.Condition` },
			{ path: `${statement('NamedPolicy', 5)}.Condition` },
			{ path: `${statement('NamedPolicy', 7)}.Action`, to: 'logs:*' },
			{ path: `${statement('NamedPolicy', 11)}.Action`, to: 'sns:*' },
			{ path: `${statement('NamedPolicy', 12)}.Action`, to: 'sqs:*' },
			{ path: `${statement('NumberedPolicy', 0)}.Action`, to: 'kms:*' },
			{ path: `${statement('NumberedPolicy', 0)}.Action`, to: 'secretsmanager:*' },
			{ path: `${statement('NumberedPolicy', 0)}.Action`, to: 'cognito-idp:*' },
		],
	},
	{
		promise: 'lets a first deployment look at the account before it makes anything',
		find: (template) =>
			unexpected(template, 'deploy', {
				expected: ['Allowed'],
				requests: [
					...[
						'ec2:DescribeRegions',
						'ec2:DescribeVpcs',
						'lambda:GetAccountSettings',
						'servicequotas:GetServiceQuota',
						'freetier:GetAccountPlanState',
					].map((action) => ({ action, resource: '*' })),
					{
						action: 'iam:GetRole',
						resource: `arn:aws:iam::${accountId}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`,
					},
					{ action: 'iam:GetPolicy', resource: boundaryOf(STAGE) },
					{ action: 'cloudformation:UpdateTerminationProtection', resource: stack(STAGE) },
				],
			}),
		mutants: [7, 8, 9].map((index) => ({ path: statement('DeployPolicy', index) })),
	},
	{
		promise: 'lets a deployment invite a person, and do nothing to one who is there',
		find: async (template) => [
			...(await unexpected(template, 'deploy', {
				expected: ['Allowed'],
				requests: [pool('AdminCreateUser')],
			})),
			...(await both(template, {
				expected: ['ExplicitlyDenied'],
				requests: [
					'AdminSetUserPassword',
					'AdminResetUserPassword',
					'AdminInitiateAuth',
					'AdminRespondToAuthChallenge',
					'AdminUpdateUserAttributes',
					'AdminSetUserMFAPreference',
					'AdminLinkProviderForUser',
					'AdminDeleteUser',
					'AdminAddUserToGroup',
				].map(pool),
			})),
		],
		mutants: [
			{ path: statement('DeployPolicy', 5) },
			{ path: statement('FencePolicy', 2) },
			{
				path: `${statement('FencePolicy', 2)}.Action`,
				to: 'cognito-idp:AdminSetUserMFAPreference',
			},
		],
	},
	{
		promise: 'fits into what IAM takes',
		find: (template) => {
			const pipeline = new Pipeline(template);
			const policies = ROLES.flatMap((role) => pipeline.policies(role));
			return Promise.resolve(
				policies
					.map(({ name, policy }) => ({ name, size: JSON.stringify(policy).length }))
					.filter(({ size }) => size > POLICY_MAX_CHARACTERS)
					.map(({ name, size }) => `${name} has ${String(size)} characters`),
			);
		},
		mutants: [
			{
				path: `${statement('DeployPolicy', 0)}.Action.0`,
				to: `s3:${'x'.repeat(POLICY_MAX_CHARACTERS)}`,
			},
		],
	},
];
