import type { Check } from '../check.ts';
import { circle, dependencies, namesIn } from '../references.ts';
import { at, everyValue, resourcesOf, text } from '../template.ts';

/** What has state that cannot be made again. */
const STATEFUL = ['AWS::S3::Bucket', 'AWS::RDS::DBInstance', 'AWS::Cognito::UserPool'];

/** Buckets with nothing in them that a build does not make again. */
const REPLACEABLE = new Set(['ServerlessDeploymentBucket', 'SiteBucket']);

/** AWS's limits for a template that is uploaded: resources, and bytes of text. */
const RESOURCES_MAX = 500;
const TEMPLATE_MAX_BYTES = 1024 * 1024;

export const wholeChecks: readonly Check[] = [
	{
		promise: 'names nothing that is not there',
		find: (template) => {
			const known = new Set([
				...Object.keys(template.Resources),
				...Object.keys(template.Parameters),
			]);
			return namesIn(template as never).filter(
				(name) => !known.has(name) && !name.startsWith('AWS::'),
			);
		},
		mutants: [
			{ path: 'PeopleTopic' },
			{ path: 'VaultLambdaFunction.Properties.Environment.Variables.X', to: { Ref: 'Missing' } },
			{ path: 'Parameters.SiteOrigin' },
		],
	},
	{
		promise: 'can be made in some order',
		find: (template) => circle(dependencies(template)),
		mutants: [
			{
				path: 'ObjectEventQueuePolicy.Properties.PolicyDocument.Statement.0.Condition.ArnEquals',
				to: { 'aws:SourceArn': { 'Fn::GetAtt': ['VaultBucket', 'Arn'] } },
			},
			{
				path: 'HttpApi.Properties.CorsConfiguration.AllowOrigins.0',
				to: { 'Fn::Sub': 'https://${SiteDistribution.DomainName}' },
			},
		],
	},
	{
		promise: 'keeps what cannot be made again',
		find: (template) =>
			STATEFUL.flatMap((type) => resourcesOf(template, type))
				.filter(([id]) => !REPLACEABLE.has(id))
				.filter(
					([, resource]) =>
						!/^(Retain|RetainExceptOnCreate|Snapshot)$/.test(resource.DeletionPolicy ?? '') ||
						!/^(Retain|Snapshot)$/.test(resource.UpdateReplacePolicy ?? ''),
				)
				.map(([id]) => id),
		mutants: [
			{ path: 'VaultBucket.DeletionPolicy', to: 'Delete' },
			{ path: 'AnotherBucket', to: { Type: 'AWS::S3::Bucket' } },
		],
	},
	{
		// CloudFormation would leave it behind, and the next attempt would find its name taken.
		promise: 'keeps no bucket of a deployment that failed in making it',
		find: (template) =>
			resourcesOf(template, 'AWS::S3::Bucket')
				.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
				.map(([id]) => id),
		mutants: [
			{ path: 'VaultBucket.DeletionPolicy', to: 'Retain' },
			{ path: 'AccessLogBucket.DeletionPolicy', to: 'Retain' },
		],
	},
	{
		promise: 'closes and encrypts every bucket, and answers it over TLS only',
		find: (template) =>
			resourcesOf(template, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) => {
				const open = [
					'BlockPublicAcls',
					'BlockPublicPolicy',
					'IgnorePublicAcls',
					'RestrictPublicBuckets',
				];
				const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').filter(
					([, policy]) => text(at(policy.Properties, 'Bucket')) === `{"Ref":"${id}"}`,
				);
				return [
					...open
						.filter((name) => at(Properties, `PublicAccessBlockConfiguration.${name}`) !== true)
						.map((name) => `${id} lacks ${name}`),
					...(at(Properties, 'BucketEncryption') === undefined ? [`${id} is plain`] : []),
					...(/"Deny".*aws:SecureTransport/.test(text(policies as never))
						? []
						: [`${id} answers without TLS`]),
				];
			}),
		mutants: [
			{ path: 'AccessLogBucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy' },
			{ path: 'SiteBucket.Properties.BucketEncryption' },
			{ path: 'AccessLogBucketPolicy' },
			{ path: 'ServerlessDeploymentBucketPolicy' },
		],
	},
	{
		promise: 'holds no secret, no account and nothing of one machine',
		find: (template) =>
			[...everyValue(template as never)]
				.filter((value) => typeof value === 'string')
				.filter((value) => LITERALS_OF_NO_TEMPLATE.some((literal) => literal.test(value))),
		mutants: [
			{
				path: 'VaultLambdaFunction.Properties.Environment.Variables.KEY',
				to: 'AKIAIOSFODNN7EXAMPLE',
			},
			{
				path: 'VaultLambdaFunction.Properties.Environment.Variables.DATABASE_URL',
				to: 'mysql://vault_app:secret@db:3306/cloudvault',
			},
			{
				path: 'VaultLambdaFunction.Properties.Environment.Variables.AWS_ENDPOINT_URL_S3',
				to: 'http://127.0.0.1:9000',
			},
			{ path: 'VaultBucket.Properties.BucketName', to: 'vault-123456789012' },
		],
	},
	{
		promise: 'tells no secret in its outputs',
		find: (template) =>
			Object.entries(template.Outputs)
				.filter(([name, output]) => /secret|password|token/i.test(`${name} ${text(output)}`))
				.map(([name]) => name),
		mutants: [
			{
				path: 'Outputs.DatabaseLogin',
				to: { Value: { 'Fn::GetAtt': ['Database', 'MasterUserSecret.SecretArn'] } },
			},
		],
	},
	{
		promise: 'names resources by stage, so that stages live beside each other',
		find: (template) =>
			Object.entries(template.Resources).flatMap(([id, { Properties }]) =>
				NAME_PROPERTIES.map((name) => text(at(Properties, name)))
					.filter((name) => name !== 'null' && name.includes('cloudvault'))
					.filter((name) => !name.includes('-dev'))
					.map((name) => `${id} is called ${name}`),
			),
		mutants: [
			{ path: 'UserPool.Properties.UserPoolName', to: 'cloudvault' },
			{ path: 'DatabaseProxy.Properties.DBProxyName', to: 'cloudvault-proxy' },
		],
	},
	{
		promise:
			'names by region what has one name in the whole account, so that a stage fits into two',
		find: (template) =>
			Object.entries(NAMED_ACROSS_REGIONS).flatMap(([type, name]) =>
				resourcesOf(template, type)
					.map(([id, { Properties }]) => [id, at(Properties, name)] as const)
					.filter(([, given]) => given !== undefined && !namesIn(given).includes('AWS::Region'))
					.map(([id, given]) => `${id} is called ${text(given)}`),
			),
		mutants: [
			{ path: 'Dashboard.Properties.DashboardName', to: 'cloudvault-dev' },
			{ path: 'Budget.Properties.Budget.BudgetName', to: 'cloudvault-dev' },
			{ path: 'SiteFallback.Properties.Name', to: 'cloudvault-dev-fallback' },
			{ path: 'AccessLogBucket.Properties.BucketName', to: 'cloudvault-dev-access-log' },
		],
	},
	{
		promise: 'stays far below what CloudFormation takes',
		find: (template) => [
			...(Object.keys(template.Resources).length <= RESOURCES_MAX * 0.6 ? [] : ['resources']),
			...(Buffer.byteLength(JSON.stringify(template)) <= TEMPLATE_MAX_BYTES / 2 ? [] : ['bytes']),
		],
		mutants: [{ path: 'Huge', to: { Type: 'x'.repeat(TEMPLATE_MAX_BYTES) } }],
	},
];

const LITERALS_OF_NO_TEMPLATE = [
	/AKIA[0-9A-Z]{16}/, // an access key
	/\/\/[^/@:]+:[^/@]+@/, // a password in a URL
	/(^|\D)\d{12}(\D|$)/, // an account
	/^(?!\^).*(localhost|127\.0\.0\.1)/, // a machine; the pattern of SiteOrigin may allow it
];

/** Where a type that no region holds for itself keeps its name. */
const NAMED_ACROSS_REGIONS = {
	'AWS::Budgets::Budget': 'Budget.BudgetName',
	'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
	'AWS::CloudFront::Function': 'Name',
	'AWS::CloudFront::KeyGroup': 'KeyGroupConfig.Name',
	'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
	'AWS::CloudFront::PublicKey': 'PublicKeyConfig.Name',
	'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
	'AWS::CloudWatch::Dashboard': 'DashboardName',
	'AWS::IAM::Role': 'RoleName',
	'AWS::S3::Bucket': 'BucketName',
} as const;

const NAME_PROPERTIES = [
	'BucketName',
	'BucketName.Fn::Sub',
	'FunctionName',
	'UserPoolName',
	'DBProxyName',
	'Name',
	'Name.Fn::Sub',
	'TopicName',
	'QueueName',
	'LogGroupName',
];
