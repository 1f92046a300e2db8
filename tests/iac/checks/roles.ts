import type { Check } from '../check.ts';
import { allowedBy, identityStatements } from '../policies.ts';
import { at, list, property, resourcesOf, text, type Template } from '../template.ts';

/** Statements that may name any resource, because AWS cannot limit their actions. */
const UNLIMITED_BY_AWS = new Set([
	'AttachToNetwork',
	'Trace',
	'StopWritingToWhoLeft',
	'KnowAndEndSubscriptions',
	'EndSubscriptionsNobodyWants',
	'ReadAlarms',
]);

/** What a `*` may stand for at the end of a resource: the keys of all people. */
const EXPLAINED_WILDCARD = /\/[udmi]\/\*"\}$/;

/** What a function must not be able to do, whatever else it can. */
const NEVER: Readonly<Record<string, RegExp>> = {
	VaultRole: /^(s3|sns|sqs):/,
	UploadsRole:
		/^(sns|sqs):|^s3:(DeleteObject |Restore|PutObjectAcl|PutObjectVersionTagging|ListBucket )/,
	DownloadsRole: /^(sns|sqs):|^s3:(Put|Delete|Abort|List|Restore)/,
	RestoresRole:
		/^s3:(Put(?!ObjectVersionTagging )|Delete|Abort|ListBucket |GetObject )|^sns:(Subscribe|Unsubscribe) /,
	DerivativesRole: /^(s3|sns|sqs|rds-db):/,
	PurgeRole: /^s3:(Get|Put|Restore)|^sns:(Publish|Subscribe) /,
	NotificationsRole: /^(s3|sqs):|^sns:Publish /,
	InvitationsRole:
		/^(sns|sqs|rds-db):|^s3:(?!PutObject .*\/i\/\*|ListBucketVersions )|^cognito-idp:(?!AdminCreateUser )/,
	AccountMailsRole: /^(?!logs:)/,
	SweepRole: /^s3:(Put|Restore)|^sns:(Subscribe|SetSubscriptionAttributes) /,
	ManifestRole: /^sns:|^s3:(Restore|Abort)|^s3:(Get|Put|Delete)\w* (?!.*\/m\/\*)/,
	OnObjectEventRole: /^s3:(Put|DeleteObject |Abort|Restore)|^sns:(Subscribe|Unsubscribe) /,
	MigrateRole: /^(s3|sns|sqs):/,
	HealthRole: /^(?!logs:)[\w-]+:(?!Get|Describe|List)|^s3:(GetObject|List)/,
	DatabaseHealthRole: /^(s3|sns|sqs|cloudwatch|events):/,
};

/** Which database user a policy lets its roles connect as. */
const ADMITTED_BY = {
	ConnectAsAppPolicy: 'vault_app',
	ConnectAsReaderPolicy: 'vault_reader',
	ConnectAsOwnerPolicy: 'vault_owner',
} as const;

function logicalIdOfRole(template: Template, logicalId: string): string {
	return text(at(template.Resources[logicalId]?.Properties, 'Role.Fn::GetAtt.0'));
}

const BOUNDARY = text({
	'Fn::If': ['HasPermissionsBoundary', { Ref: 'PermissionsBoundaryArn' }, { Ref: 'AWS::NoValue' }],
});
const HAS_BOUNDARY = text({
	'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundaryArn' }, ''] }],
});

export const roleChecks: readonly Check[] = [
	{
		promise: 'is made in the boundary of the pipeline, where the stage has one',
		find: (template) => [
			...resourcesOf(template, 'AWS::IAM::Role')
				.filter(([, { Properties }]) => text(at(Properties, 'PermissionsBoundary')) !== BOUNDARY)
				.map(([id]) => id),
			...(text(template.Conditions.HasPermissionsBoundary) === HAS_BOUNDARY ? [] : ['condition']),
			...(template.Parameters.PermissionsBoundaryArn?.Default === '' ? [] : ['default']),
		],
		mutants: [
			{ path: 'VaultRole.Properties.PermissionsBoundary' },
			{ path: 'DatabaseProxyRole.Properties.PermissionsBoundary' },
			{ path: 'VaultRole.Properties.PermissionsBoundary', to: { Ref: 'AWS::NoValue' } },
			{ path: 'AnotherRole', to: { Type: 'AWS::IAM::Role', Properties: {} } },
			{ path: 'Conditions.HasPermissionsBoundary.Fn::Not.0', to: 'never' },
			{ path: 'Parameters.PermissionsBoundaryArn.Default', to: 'a boundary' },
		],
	},
	{
		promise: 'gives each function a role of its own, which only Lambda can take on',
		find: (template) => {
			const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);
			const roles = functions.map((id) => logicalIdOfRole(template, id));
			return [
				...roles
					.filter((role, index) => roles.indexOf(role) !== index)
					.map((role) => `${role} serves two functions`),
				...roles
					.filter((role) => {
						const trust = at(template.Resources[role]?.Properties, 'AssumeRolePolicyDocument');
						return text(at(trust, 'Statement')) !== TRUSTS_LAMBDA;
					})
					.map((role) => `${role} is missing or trusts another service`),
			];
		},
		mutants: [
			{ path: 'VaultLambdaFunction.Properties.Role', to: { 'Fn::GetAtt': ['SweepRole', 'Arn'] } },
			{
				path: 'SweepRole.Properties.AssumeRolePolicyDocument.Statement.0.Principal',
				to: { AWS: '*' },
			},
		],
	},
	{
		promise: 'has no unexplained wildcard in what a role may do, or to what',
		find: (template) =>
			identityStatements(template)
				.filter(({ effect, sid }) => effect === 'Allow' && !UNLIMITED_BY_AWS.has(sid))
				.flatMap(({ logicalId, sid, actions, resources }) => [
					...actions
						.filter((action) => action.includes('*'))
						.map((action) => `${logicalId} ${sid} allows ${action}`),
					...resources
						.map(text)
						.filter((resource) => resource.includes('*') && !EXPLAINED_WILDCARD.test(resource))
						.map((resource) => `${logicalId} ${sid} reaches ${resource}`),
				]),
		mutants: [
			{ path: 'DownloadsRole.Properties.Policies.0.PolicyDocument.Statement.1.Action', to: 's3:*' },
			{ path: 'DownloadsRole.Properties.Policies.0.PolicyDocument.Statement.1.Resource', to: '*' },
			{
				path: 'ConnectAsAppPolicy.Properties.PolicyDocument.Statement.0.Resource',
				to: 'arn:aws:rds-db:us-east-1:1:dbuser:*/*',
			},
		],
	},
	{
		promise: 'never allows everything but something',
		find: (template) =>
			identityStatements(template)
				.filter(({ effect, raw }) => effect === 'Allow' && /"Not(Action|Resource)"/.test(text(raw)))
				.map(({ logicalId, sid }) => `${logicalId} ${sid}`),
		mutants: [
			{
				path: 'PurgeRole.Properties.Policies.0.PolicyDocument.Statement.1.NotAction',
				to: 's3:PutObject',
			},
		],
	},
	{
		promise: 'keeps every function from what it has no business to do',
		find: (template) =>
			Object.entries(NEVER).flatMap(([role, never]) =>
				allowedBy(template, role)
					.filter((line) => never.test(line))
					.map((line) => `${role} may ${line}`),
			),
		mutants: Object.keys(NEVER).map((role) => ({
			path: `${role}.Properties.Policies.0.PolicyDocument.Statement.0.Action`,
			to: ['s3:PutObject', 's3:GetObject', 's3:RestoreObject', 'sns:Publish'],
		})),
	},
	{
		promise:
			'lets one function invite people, to the one pool, and no function do more with people',
		find: (template) =>
			identityStatements(template)
				.filter(({ effect }) => effect === 'Allow')
				.flatMap(({ logicalId, actions, resources }) =>
					actions
						.filter((action) => /^(\*|cognito)/.test(action))
						.map((action) => `${logicalId} may ${action} ${resources.map(text).join()}`),
				)
				.filter((line) => line !== INVITES),
		mutants: [
			{
				path: 'VaultRole.Properties.Policies.0.PolicyDocument.Statement.0.Action',
				to: 'cognito-idp:AdminCreateUser',
			},
			{
				path: 'InvitationsRole.Properties.Policies.0.PolicyDocument.Statement.1.Action',
				to: ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminSetUserPassword'],
			},
			{
				path: 'InvitationsRole.Properties.Policies.0.PolicyDocument.Statement.1.Resource',
				to: '*',
			},
		],
	},
	{
		promise: 'is known here, so that no function may one day do what it has no business to do',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function')
				.map(([id]) => logicalIdOfRole(template, id))
				.filter((role) => !(role in NEVER))
				.map((role) => `${role} is not in NEVER: write there what it must never be able to do`),
		mutants: [
			{ path: 'VaultLambdaFunction.Properties.Role', to: { 'Fn::GetAtt': ['NewRole', 'Arn'] } },
		],
	},
	{
		promise: 'lets each function write its own log and no other',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id]) => {
				const logGroup = id.replace(/LambdaFunction$/, 'LogGroup');
				const lines = allowedBy(template, logicalIdOfRole(template, id));
				const writes = lines.filter((line) => line.startsWith('logs:'));
				const arn = JSON.stringify({ 'Fn::GetAtt': [logGroup, 'Arn'] });
				const expected = [`logs:CreateLogStream ${arn}`, `logs:PutLogEvents ${arn}`];
				return text(writes) === text(expected) ? [] : [`${id}: ${writes.join(', ')}`];
			}),
		mutants: [
			{
				path: 'VaultRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource',
				to: { 'Fn::GetAtt': ['SweepLogGroup', 'Arn'] },
			},
		],
	},
	{
		promise: 'lets each function into the database as the one user that its address names',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id]) => {
				const role = logicalIdOfRole(template, id);
				const admitted = Object.entries(ADMITTED_BY)
					.filter(([policy]) =>
						list(at(template.Resources[policy]?.Properties, 'Roles')).some(
							(each) => at(each, 'Ref') === role,
						),
					)
					.map(([, user]) => user);
				const url = text(property(template, `${id}.Environment.Variables.DATABASE_URL.Fn::Sub`));
				const [, named] = /^mysql:\/\/(\w+)@/.exec(url) ?? [];
				return admitted.join() === (named ?? '')
					? []
					: [
							`${id} has the address of ${named ?? 'no user'}, and its role may connect as ` +
								`${admitted.join() || 'none'}: see connectsAs in its role.yml`,
						];
			}),
		mutants: [
			{ path: 'ConnectAsOwnerPolicy.Properties.Roles', to: [{ Ref: 'VaultRole' }] },
			{ path: 'ConnectAsAppPolicy.Properties.Roles.0' },
			{ path: 'ConnectAsReaderPolicy.Properties.Roles.0' },
			{ path: 'ConnectAsReaderPolicy.Properties.Roles.1' },
			{ path: 'DownloadsLambdaFunction.Properties.Environment.Variables.DATABASE_URL' },
		],
	},
	{
		promise: 'lets only migrate change tables; downloads and the look at the database only read',
		find: (template) =>
			Object.entries({
				ConnectAsOwnerPolicy: ['MigrateRole'],
				ConnectAsReaderPolicy: ['DownloadsRole', 'DatabaseHealthRole'],
			})
				.filter(([policy, allowed]) => {
					const roles = property(template, `${policy}.Roles`);
					return text(roles) !== text(allowed.map((role) => ({ Ref: role })));
				})
				.map(([policy]) => policy),
		mutants: [
			{ path: 'ConnectAsOwnerPolicy.Properties.Roles.1', to: { Ref: 'SweepRole' } },
			{ path: 'ConnectAsReaderPolicy.Properties.Roles.2', to: { Ref: 'SweepRole' } },
		],
	},
];

const INVITES = 'InvitationsRole may cognito-idp:AdminCreateUser {"Fn::GetAtt":["UserPool","Arn"]}';

const TRUSTS_LAMBDA = JSON.stringify([
	{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);
