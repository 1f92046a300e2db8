import type { Check } from '../check.ts';
import { allowedBy, identityStatements } from '../policies.ts';
import { at, list, resourcesOf, text, type Template } from '../template.ts';

/** Statements that may name any resource, because AWS cannot limit their actions. */
const UNLIMITED_BY_AWS = new Set([
	'AttachToNetwork',
	'Trace',
	'StopWritingToWhoLeft',
	'KnowAndEndSubscriptions',
]);

/** What a `*` may stand for at the end of a resource: the keys of all people. */
const EXPLAINED_WILDCARD = /\/[ud]\/\*"\}$/;

/** What a function must not be able to do, whatever else it can. */
const NEVER: Readonly<Record<string, RegExp>> = {
	VaultRole: /^(s3|sns|sqs):/,
	UploadsRole: /^(sns|sqs):|^s3:(DeleteObject |Restore|PutObjectAcl|ListBucket )/,
	DownloadsRole: /^(sns|sqs):|^s3:(Put|Delete|Abort|List|Restore)/,
	PurgeRole: /^s3:(Get|Put)|^sns:(Publish|Subscribe) /,
	NotificationsRole: /^(s3|sqs):|^sns:Publish /,
	SweepRole: /^s3:(Put|Restore)|^sns:(Subscribe|Unsubscribe) /,
	OnObjectEventRole: /^s3:(Put|Delete|Abort|Restore)|^sns:(Subscribe|Unsubscribe) /,
	MigrateRole: /^(s3|sns|sqs):/,
};

function logicalIdOfRole(template: Template, logicalId: string): string {
	return text(at(template.Resources[logicalId]?.Properties, 'Role.Fn::GetAtt.0'));
}

export const roleChecks: readonly Check[] = [
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
					.map((role) => `${role} is missing or trusts somebody else`),
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
		promise: 'lets functions into the database as its app user, and only migrate as its owner',
		find: (template) => {
			const rolesOf = (policy: string): string =>
				list(at(template.Resources[policy]?.Properties, 'Roles'))
					.map((role) => text(at(role, 'Ref')))
					.sort()
					.join(' ');
			const app = resourcesOf(template, 'AWS::Lambda::Function')
				.map(([id]) => logicalIdOfRole(template, id))
				.filter((role) => role !== 'MigrateRole');
			return [
				...(rolesOf('ConnectAsAppPolicy') === app.sort().join(' ') ? [] : ['the app user']),
				...(rolesOf('ConnectAsOwnerPolicy') === 'MigrateRole' ? [] : ['the owner']),
			];
		},
		mutants: [
			{ path: 'ConnectAsOwnerPolicy.Properties.Roles', to: [{ Ref: 'VaultRole' }] },
			{ path: 'ConnectAsAppPolicy.Properties.Roles.0' },
		],
	},
];

const TRUSTS_LAMBDA = JSON.stringify([
	{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);
