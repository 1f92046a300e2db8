import { rolePolicies, type PolicyDocument } from '../../../local/iam/policies.ts';
import { Template as ResolvedTemplate } from '../../../local/template/template.ts';
import type { Check } from '../check.ts';
import { Pipeline, PLACE, STAGE, unexpected, type Request } from '../pipeline.ts';
import { statementsOf } from '../policies.ts';
import { parametersOf } from '../stage.ts';
import { readTemplate, text, type JsonObject } from '../template.ts';
import { arn, boundaryOf, BY_CLOUDFORMATION, inBoundary } from './pipeline-requests.ts';

const { region, accountId } = PLACE;
/** What the packaged template was packaged for. */
const PACKAGED = 'dev';

const role = `arn:aws:iam::${accountId}:role/cloudvault-${STAGE}-VaultRole-1`;
const pipelineRole = `arn:aws:iam::${accountId}:role/github-cloudvault-${STAGE}-${region}-deploy`;
const pipelinePolicy = `arn:aws:iam::${accountId}:policy/github-cloudvault-${STAGE}-DeployPolicy-1`;
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const own = {
	'iam:PolicyARN': `arn:aws:iam::${accountId}:policy/cloudvault-${STAGE}-TracePolicy-1`,
};

const statement = (policy: string, index: number): string =>
	`${policy}.Properties.PolicyDocument.Statement.${String(index)}`;

/** Ways out that a deployment might try, by CloudFormation or by itself. */
const ESCALATIONS: readonly Request[] = [
	{ action: 'iam:CreateRole', resource: role },
	{
		action: 'iam:CreateRole',
		resource: role,
		context: { 'iam:PermissionsBoundary': administrator },
	},
	{ action: 'iam:CreateRole', resource: role, context: inBoundary('production') },
	{ action: 'iam:PutRolePolicy', resource: role },
	{ action: 'iam:AttachRolePolicy', resource: role, context: own },
	{
		action: 'iam:PutRolePermissionsBoundary',
		resource: role,
		context: { 'iam:PermissionsBoundary': administrator },
	},
	{ action: 'iam:DeleteRolePermissionsBoundary', resource: role, context: inBoundary(STAGE) },
	...['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion', 'iam:DeletePolicy'].flatMap(
		(action) => [boundaryOf(STAGE), pipelinePolicy].map((resource) => ({ action, resource })),
	),
	...['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'].map((action) => ({
		action,
		resource: pipelineRole,
		context: inBoundary(STAGE),
	})),
];

/** What a deployment could write into a role at worst. */
const EVERYTHING: PolicyDocument = {
	Version: '2012-10-17',
	Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const tagged = (stage: string) => ({
	'aws:ResourceTag/application': 'cloudvault',
	'aws:ResourceTag/stage': stage,
});
const secretOf = (stage: string): Request => ({
	action: 'secretsmanager:GetSecretValue',
	resource: arn('secretsmanager', 'secret:rds!db-1'),
	context: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn('rds', `db:cloudvault-${stage}`) },
});

/** Beyond the stage, or beyond what a function is for. */
const BEYOND: readonly Request[] = [
	{
		action: 's3:GetObject',
		resource: `arn:aws:s3:::cloudvault-production-vault-${accountId}-${region}/u/ann/file`,
	},
	{
		action: 's3:PutBucketPolicy',
		resource: `arn:aws:s3:::cloudvault-${STAGE}-vault-${accountId}-${region}`,
	},
	{ action: 'sns:Publish', resource: arn('sns', 'cloudvault-production-AlarmTopic-1') },
	{ action: 'kms:Sign', resource: arn('kms', 'key/1'), context: tagged('production') },
	secretOf('production'),
	{ action: 'iam:CreateUser', resource: `arn:aws:iam::${accountId}:user/mallory` },
	{ action: 'iam:PutRolePolicy', resource: role },
	{ action: 'sts:AssumeRole', resource: pipelineRole },
	{ action: 'lambda:InvokeFunction', resource: arn('lambda', 'function:another') },
	{
		action: 'cognito-idp:AdminSetUserPassword',
		resource: arn('cognito-idp', 'userpool/1'),
		context: tagged(STAGE),
	},
	{
		action: 'cognito-idp:AdminCreateUser',
		resource: arn('cognito-idp', 'userpool/1'),
		context: tagged('production'),
	},
	{ action: 'ec2:RunInstances', resource: arn('ec2', 'instance/*') },
];

/** Whatever a policy allows, asked about each resource that it names. */
function granted(policy: PolicyDocument): readonly Request[] {
	return statementsOf('', policy as JsonObject)
		.filter(({ effect }) => effect === 'Allow')
		.flatMap(({ actions, resources }) =>
			actions.flatMap((action) =>
				resources.map((resource) => ({
					action,
					resource: text(resource),
					context: {
						...tagged(PACKAGED),
						'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn('rds', `db:cloudvault-${PACKAGED}`),
					},
				})),
			),
		);
}

/** As the pretended account names what AWS numbers. */
function inForm({ action, resource, ...rest }: Request): Request {
	const [service = ''] = action.split(':');
	const forms: Readonly<Record<string, string>> = {
		kms: arn('kms', 'key/1'),
		secretsmanager: arn('secretsmanager', 'secret:rds!db-1'),
	};
	const user = /vault_\w+$/.exec(resource)?.[0] ?? '';
	const form = service === 'rds-db' ? arn('rds-db', `dbuser:prx-1/${user}`) : forms[service];
	return { action, resource: form ?? resource, ...rest };
}

function rolesOfTheStage(): readonly PolicyDocument[] {
	const packaged = readTemplate();
	const parameters = Object.entries(parametersOf(packaged, PACKAGED)).map(
		([name, value]) => [name, text(value)] as const,
	);
	const template = new ResolvedTemplate(packaged, {
		account: { ...PLACE, stackName: `cloudvault-${PACKAGED}` },
		parameters: Object.fromEntries(parameters),
		makeId: (_, length) => 'x'.repeat(length),
		queueOrigin: '',
	});
	return [...rolePolicies(template).values()].flat().map(({ policy }) => policy);
}

export const pipelineBoundaryChecks: readonly Check[] = [
	{
		promise: 'lets a deployment make and change roles in the boundary of its stage',
		find: (template) =>
			unexpected(template, 'deploy', {
				expected: ['Allowed'],
				requests: [
					{ action: 'iam:CreateRole', resource: role, context: inBoundary(STAGE) },
					{ action: 'iam:PutRolePermissionsBoundary', resource: role, context: inBoundary(STAGE) },
					{ action: 'iam:PutRolePolicy', resource: role, context: inBoundary(STAGE) },
					{
						action: 'iam:AttachRolePolicy',
						resource: role,
						context: { ...inBoundary(STAGE), ...own },
					},
					{ action: 'iam:DeleteRolePolicy', resource: role, context: inBoundary(STAGE) },
				],
			}),
		mutants: [
			{ path: `${statement('NamedPolicy', 2)}.Action`, to: ['iam:CreateRole'] },
			{
				path: `${statement('FencePolicy', 3)}.Condition.StringNotEquals`,
				to: { 'iam:PermissionsBoundary': administrator },
			},
		],
	},
	{
		promise: 'refuses every way out of it, by CloudFormation too',
		find: (template) =>
			unexpected(template, 'deploy', {
				expected: ['ExplicitlyDenied'],
				requests: ESCALATIONS.map(({ context, ...request }) => ({
					...request,
					context: { ...BY_CLOUDFORMATION, ...context },
				})),
			}),
		mutants: [
			...[3, 4, 5].map((index) => ({ path: statement('FencePolicy', index) })),
			...['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'AttachRolePolicy'].map(
				(_, index) => ({ path: `${statement('FencePolicy', 3)}.Action.${String(index)}` }),
			),
			{
				path: `${statement('FencePolicy', 3)}.Condition`,
				to: { Null: { 'iam:PermissionsBoundary': 'true' } },
			},
			{ path: `${statement('FencePolicy', 5)}.Resource.0` },
			{ path: `${statement('FencePolicy', 5)}.Resource.1` },
			{ path: `${statement('FencePolicy', 5)}.NotAction`, to: ['iam:*'] },
			{ path: 'DeployRole.Properties.ManagedPolicyArns.3' },
		],
	},
	{
		promise: 'leaves a role that may do everything no way beyond its stage',
		find: async (template) => {
			const pipeline = new Pipeline(template);
			const answers = await Promise.all(
				BEYOND.map(async (request) => ({
					...request,
					answer: await pipeline.askBounded(EVERYTHING, request),
				})),
			);
			return answers
				.filter(({ answer }) => answer === 'Allowed')
				.map(({ action, resource }) => `${action} on ${resource}`);
		},
		mutants: [
			{ path: `${statement('BoundaryPolicy', 0)}.Resource`, to: 'arn:aws:s3:::cloudvault-*' },
			{ path: statement('BoundaryPolicy', 1) },
			{ path: `${statement('BoundaryPolicy', 2)}.Resource`, to: '*' },
			{ path: `${statement('BoundaryPolicy', 3)}.Condition` },
			{ path: `${statement('BoundaryPolicy', 5)}.Condition` },
			{ path: `${statement('BoundaryPolicy', 7)}.Condition` },
			{ path: `${statement('BoundaryPolicy', 7)}.Action`, to: 'cognito-idp:*' },
			...['iam:*', 'sts:*', 'lambda:*', 'cognito-idp:*', 'ec2:*'].map((action) => ({
				path: `${statement('BoundaryPolicy', 6)}.Action`,
				to: action,
			})),
		],
	},
	{
		promise: 'leaves the roles that the template declares everything they have',
		find: async (template) => {
			const pipeline = new Pipeline(template, PACKAGED);
			const requests = rolesOfTheStage().flatMap(granted).map(inForm);
			const answers = await Promise.all(
				requests.map(async (request) => ({
					...request,
					answer: await pipeline.askBounded(EVERYTHING, request),
				})),
			);
			return [
				...(requests.length > 50 ? [] : ['the roles were not read']),
				...answers
					.filter(({ answer }) => answer !== 'Allowed')
					.map(({ action, resource, answer }) => `${action} on ${resource} is ${answer}`),
			];
		},
		mutants: [0, 2, 3, 4, 5, 6, 7].map((index) => ({ path: statement('BoundaryPolicy', index) })),
	},
];
