import { Template as ResolvedTemplate, type Resource } from '../../../local/template/template.ts';
import type { Check } from '../check.ts';
import { PLACE, Pipeline, type Request } from '../pipeline.ts';
import { parametersOf } from '../stage.ts';
import { at, readTemplate, text, type Json } from '../template.ts';
import { inBoundary } from './pipeline-requests.ts';

const { region, accountId } = PLACE;

/** What the packaged template was packaged for. */
const STAGE = 'dev';

const arn = (service: string, resource: string): string =>
	`arn:aws:${service}:${region}:${accountId}:${resource}`;
const arnOf = ({ attributes }: Resource): string => attributes.Arn ?? '';
/** The name that the template gives, or the beginning of the one that CloudFormation makes up. */
const nameOf = ({ properties, ref }: Resource, path: string): string =>
	text(at(properties as Json, path) ?? ref.toLowerCase());

/** What making a resource of a type asks of IAM, and about which resource; no resource where AWS numbers it. */
const MADE_BY: Readonly<Record<string, readonly [action: string, of?: (it: Resource) => string]>> =
	{
		'AWS::Budgets::Budget': [
			'budgets:ModifyBudget',
			(it) => `arn:aws:budgets::${accountId}:budget/${nameOf(it, 'Budget.BudgetName')}`,
		],
		'AWS::CloudFront::CachePolicy': ['cloudfront:CreateCachePolicy'],
		'AWS::CloudFront::Distribution': ['cloudfront:CreateDistribution'],
		'AWS::CloudFront::Function': ['cloudfront:CreateFunction'],
		'AWS::CloudFront::KeyGroup': ['cloudfront:CreateKeyGroup'],
		'AWS::CloudFront::OriginAccessControl': ['cloudfront:CreateOriginAccessControl'],
		'AWS::CloudFront::PublicKey': ['cloudfront:CreatePublicKey'],
		'AWS::CloudFront::ResponseHeadersPolicy': ['cloudfront:CreateResponseHeadersPolicy'],
		'AWS::CloudWatch::Alarm': [
			'cloudwatch:PutMetricAlarm',
			({ ref }) => arn('cloudwatch', `alarm:${ref}`),
		],
		'AWS::CloudWatch::Dashboard': [
			'cloudwatch:PutDashboard',
			(it) => `arn:aws:cloudwatch::${accountId}:dashboard/${nameOf(it, 'DashboardName')}`,
		],
		'AWS::Cognito::UserPool': ['cognito-idp:CreateUserPool'],
		'AWS::Cognito::UserPoolClient': [
			'cognito-idp:CreateUserPoolClient',
			() => arn('cognito-idp', 'userpool/1'),
		],
		'AWS::Cognito::UserPoolGroup': [
			'cognito-idp:CreateGroup',
			() => arn('cognito-idp', 'userpool/1'),
		],
		'AWS::EC2::RouteTable': ['ec2:CreateRouteTable', () => arn('ec2', 'route-table/1')],
		'AWS::EC2::SecurityGroup': ['ec2:CreateSecurityGroup', () => arn('ec2', 'security-group/1')],
		'AWS::EC2::SecurityGroupEgress': [
			'ec2:AuthorizeSecurityGroupEgress',
			() => arn('ec2', 'security-group/1'),
		],
		'AWS::EC2::SecurityGroupIngress': [
			'ec2:AuthorizeSecurityGroupIngress',
			() => arn('ec2', 'security-group-rule/1'),
		],
		'AWS::EC2::Subnet': ['ec2:CreateSubnet', () => arn('ec2', 'subnet/1')],
		'AWS::EC2::SubnetRouteTableAssociation': [
			'ec2:AssociateRouteTable',
			() => arn('ec2', 'route-table/1'),
		],
		'AWS::EC2::VPC': ['ec2:CreateVpc', () => arn('ec2', 'vpc/1')],
		'AWS::EC2::VPCEndpoint': ['ec2:CreateVpcEndpoint', () => arn('ec2', 'vpc-endpoint/1')],
		'AWS::Events::Rule': ['events:PutRule', arnOf],
		'AWS::IAM::ManagedPolicy': ['iam:CreatePolicy', ({ ref }) => ref],
		'AWS::IAM::Policy': [
			'iam:PutRolePolicy',
			() => `arn:aws:iam::${accountId}:role/cloudvault-${STAGE}-VaultRole-1`,
		],
		'AWS::IAM::Role': ['iam:CreateRole', arnOf],
		'AWS::KMS::Key': ['kms:CreateKey'],
		'AWS::Lambda::EventInvokeConfig': [
			'lambda:PutFunctionEventInvokeConfig',
			() => arn('lambda', `function:cloudvault-${STAGE}-sweep`),
		],
		'AWS::Lambda::EventSourceMapping': ['lambda:CreateEventSourceMapping'],
		'AWS::Lambda::Function': ['lambda:CreateFunction', arnOf],
		'AWS::Lambda::Permission': [
			'lambda:AddPermission',
			() => arn('lambda', `function:cloudvault-${STAGE}-sweep`),
		],
		'AWS::Logs::LogGroup': ['logs:CreateLogGroup', ({ ref }) => arn('logs', `log-group:${ref}`)],
		'AWS::Logs::MetricFilter': [
			'logs:PutMetricFilter',
			(it) => arn('logs', `log-group:${nameOf(it, 'LogGroupName')}`),
		],
		'AWS::RDS::DBInstance': [
			'rds:CreateDBInstance',
			(it) => arn('rds', `db:${nameOf(it, 'DBInstanceIdentifier')}`),
		],
		'AWS::RDS::DBParameterGroup': [
			'rds:CreateDBParameterGroup',
			(it) => arn('rds', `pg:${nameOf(it, 'DBParameterGroupName')}`),
		],
		'AWS::RDS::DBProxy': ['rds:CreateDBProxy'],
		'AWS::RDS::DBProxyTargetGroup': [
			'rds:ModifyDBProxyTargetGroup',
			() => arn('rds', 'target-group:prx-tg-1'),
		],
		'AWS::RDS::DBSubnetGroup': [
			'rds:CreateDBSubnetGroup',
			(it) => arn('rds', `subgrp:${nameOf(it, 'DBSubnetGroupName')}`),
		],
		'AWS::S3::Bucket': ['s3:CreateBucket', arnOf],
		'AWS::S3::BucketPolicy': [
			's3:PutBucketPolicy',
			(it) => `arn:aws:s3:::${nameOf(it, 'Bucket').toLowerCase()}`,
		],
		'AWS::SNS::Subscription': ['sns:Subscribe', (it) => nameOf(it, 'TopicArn')],
		'AWS::SNS::Topic': ['sns:CreateTopic', ({ ref }) => ref],
		'AWS::SNS::TopicPolicy': ['sns:SetTopicAttributes', (it) => nameOf(it, 'Topics.0')],
		'AWS::SQS::Queue': ['sqs:CreateQueue', arnOf],
		'AWS::SQS::QueuePolicy': [
			'sqs:SetQueueAttributes',
			() => arn('sqs', `cloudvault-${STAGE}-DeadLetterQueue-1`),
		],
	};

/** The simulator knows the API of REST APIs only, whose resources are called otherwise. */
const NOT_ASKED = 'AWS::ApiGatewayV2::';

const packaged = readTemplate();
const parameters = { ...parametersOf(packaged, STAGE), AlarmEmail: 'owner@example.com' };
const stage = new ResolvedTemplate(packaged, {
	account: { ...PLACE, stackName: `cloudvault-${STAGE}` },
	parameters: Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, text(value)]),
	),
	makeId: (_, length) => 'x'.repeat(length),
	queueOrigin: '',
});
const types = [...new Set(Object.values(packaged.Resources).map(({ Type }) => Type))].filter(
	(type) => !type.startsWith(NOT_ASKED),
);

function requestsFor(type: string): readonly Request[] {
	const [action, of] = MADE_BY[type] ?? [];
	if (action === undefined) return [];
	const context = {
		'aws:CalledViaFirst': 'cloudformation.amazonaws.com',
		...inBoundary(STAGE),
		'lambda:FunctionArn': arn('lambda', `function:cloudvault-${STAGE}-onObjectEvent`),
	};
	const resources = of === undefined ? ['*'] : stage.resources(type).map(of);
	return resources.map((resource) => ({ action, resource, context }));
}

const statement = (policy: string, index: number): string =>
	`${policy}.Properties.PolicyDocument.Statement.${String(index)}`;

export const pipelineMakesChecks: readonly Check[] = [
	{
		promise: 'lets a deployment make everything that the template declares, by its name',
		find: async (template) => {
			const pipeline = new Pipeline(template, STAGE);
			const requests = types.flatMap(requestsFor);
			const answers = await Promise.all(
				requests.map(async (request) => ({
					...request,
					answer: await pipeline.ask('deploy', request),
				})),
			);
			return [
				...types
					.filter((type) => !(type in MADE_BY))
					.map((type) => `${type} is not known to this check: may a deployment make it?`),
				...answers
					.filter(({ answer }) => answer !== 'Allowed')
					.map(({ action, resource, answer }) => `${action} on ${resource} is ${answer}`),
			];
		},
		mutants: [
			...[0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14].map((index) => ({
				path: statement('NamedPolicy', index),
			})),
			...[0, 1].map((index) => ({ path: statement('NumberedPolicy', index) })),
		],
	},
];
