import type { Check, Mutant } from '../check.ts';
import { identityStatements } from '../policies.ts';
import { at, list, property, resourcesOf, text, type Template } from '../template.ts';

/** For which environment of the repository each role is; `Stage` is the one with reviewers. */
const ENVIRONMENTS = { PlanRole: 'plan-${Stage}', DeployRole: '${Stage}' } as const;

/** What may name any resource, each with its reason beside it in the template. */
const UNLIMITED_BY_AWS = [
	'KnowTheRegion',
	'KnowTheRegionAndTheAccount',
	'CheckTheTemplate',
	'QueuesOfFunctions',
	'NoResourceToAws',
];

const GITHUB = 'token.actions.githubusercontent.com';
const TRUST = 'Properties.AssumeRolePolicyDocument.Statement';

function trustOf(environment: string): string {
	return JSON.stringify([
		{
			Effect: 'Allow',
			Principal: {
				Federated: { 'Fn::If': ['MakesProvider', { Ref: 'Provider' }, { Ref: 'ProviderArn' }] },
			},
			Action: 'sts:AssumeRoleWithWebIdentity',
			Condition: {
				StringEquals: {
					[`${GITHUB}:aud`]: 'sts.amazonaws.com',
					[`${GITHUB}:sub`]: { 'Fn::Sub': `repo:\${Repository}:environment:${environment}` },
					[`${GITHUB}:ref`]: 'refs/heads/main',
				},
			},
		},
	]);
}

/** A role's trust without the names of its statements. */
function trust(template: Template, role: string): string {
	const statements = list(property(template, `${role}.AssumeRolePolicyDocument.Statement`));
	return JSON.stringify(statements, (key, value: unknown) => (key === 'Sid' ? undefined : value));
}

/** Who would come in, were one of the conditions missing, wider or about something else. */
function doorsLeftOpen(role: string): readonly Mutant[] {
	const conditions = `${role}.${TRUST}.0.Condition`;
	const anyClaim = (sub: string) => ({
		StringLike: {
			[`${GITHUB}:aud`]: 'sts.amazonaws.com',
			[`${GITHUB}:sub`]: sub,
			[`${GITHUB}:ref`]: 'refs/heads/main',
		},
	});
	return [
		{ path: `${role}.${TRUST}.0.Principal`, to: '*' },
		{ path: `${role}.${TRUST}.0.Principal`, to: { AWS: '*' } },
		{ path: conditions },
		{ path: conditions, to: { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } } },
		{ path: conditions, to: anyClaim('repo:ann/*:environment:family') },
		{ path: conditions, to: anyClaim('repo:ann/vault:*') },
		{ path: `${role}.${TRUST}.1`, to: { Effect: 'Allow', Principal: '*', Action: 'sts:*' } },
	];
}

export const pipelineTrustChecks: readonly Check[] = [
	{
		promise: 'lets in GitHub alone: one repository, one environment of it, running as main',
		find: (template) =>
			Object.entries(ENVIRONMENTS)
				.filter(([role, environment]) => trust(template, role) !== trustOf(environment))
				.map(([role]) => `${role} trusts ${trust(template, role)}`),
		mutants: [
			...Object.keys(ENVIRONMENTS).flatMap(doorsLeftOpen),
			// A plan has no reviewers: it must not become a deployment.
			{
				path: `DeployRole.${TRUST}.0.Condition.StringEquals`,
				to: {
					[`${GITHUB}:aud`]: 'sts.amazonaws.com',
					[`${GITHUB}:sub`]: [
						{ 'Fn::Sub': 'repo:${Repository}:environment:${Stage}' },
						{ 'Fn::Sub': 'repo:${Repository}:environment:plan-${Stage}' },
					],
					[`${GITHUB}:ref`]: 'refs/heads/main',
				},
			},
		],
	},
	{
		promise: 'takes the identity provider for GitHub, and tokens that are meant for AWS',
		find: (template) => {
			const { Url, ClientIdList } = template.Resources.Provider?.Properties ?? {};
			return text(Url) === `https://${GITHUB}` && text(ClientIdList) === '["sts.amazonaws.com"]'
				? []
				: [`${text(Url)} ${text(ClientIdList)}`];
		},
		mutants: [
			{ path: 'Provider.Properties.Url', to: 'https://example.com' },
			{ path: 'Provider.Properties.ClientIdList' },
		],
	},
	{
		promise: 'has no role beside these two, and no right beside its policies',
		find: (template) => {
			const roles = resourcesOf(template, 'AWS::IAM::Role');
			return [
				...roles
					.filter(([id]) => !(id in ENVIRONMENTS))
					.map(([id]) => `${id} is not known to these checks`),
				...roles.flatMap(([id, { Properties }]) =>
					list(at(Properties, 'ManagedPolicyArns'))
						.filter((policy) => !(text(at(policy, 'Ref')) in template.Resources))
						.map((policy) => `${id} has ${text(policy)}`),
				),
			];
		},
		mutants: [
			{
				path: 'DeployRole.Properties.ManagedPolicyArns.4',
				to: 'arn:aws:iam::aws:policy/AdministratorAccess',
			},
			{ path: 'HelperRole', to: { Type: 'AWS::IAM::Role', Properties: {} } },
		],
	},
	{
		promise: 'has no unexplained wildcard for a resource, and none for a whole service',
		find: (template) =>
			identityStatements(template)
				// The boundary grants nothing: what it leaves is asked in pipeline-boundary.ts.
				.filter(({ effect, logicalId }) => effect === 'Allow' && logicalId !== 'BoundaryPolicy')
				.flatMap(({ logicalId, sid, actions, resources, raw }) => [
					...actions
						.filter((action) => action.endsWith(':*') || action === '*')
						.map((action) => `${logicalId} ${sid} allows ${action}`),
					...resources
						.filter((resource) => text(resource) === '*' && !UNLIMITED_BY_AWS.includes(sid))
						.map(() => `${logicalId} ${sid} reaches everything`),
					...(/"Not(Action|Resource)"/.test(text(raw))
						? [`${logicalId} ${sid} allows everything but something`]
						: []),
				]),
		mutants: [
			{ path: 'NamedPolicy.Properties.PolicyDocument.Statement.1.Action', to: 'lambda:*' },
			{ path: 'NamedPolicy.Properties.PolicyDocument.Statement.1.Resource', to: '*' },
			{ path: 'DeployPolicy.Properties.PolicyDocument.Statement.0.Action', to: '*' },
			{ path: 'PlanPolicy.Properties.PolicyDocument.Statement.0.NotAction', to: 's3:GetObject' },
		],
	},
	{
		promise: 'takes no stage that is the beginning of another, nor one whose bucket is cut short',
		find: (template) => {
			const pattern = new RegExp(text(template.Parameters.Stage?.AllowedPattern));
			return [
				...['dev-two', 'a'.repeat(14)].filter((name) => pattern.test(name)),
				...['dev', 'family', 'production'].filter((name) => !pattern.test(name)),
			];
		},
		mutants: [{ path: 'Parameters.Stage.AllowedPattern', to: '^[a-z][a-z0-9-]{0,15}$' }],
	},
];
