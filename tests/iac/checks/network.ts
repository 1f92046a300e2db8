import { hasExactly, type Check } from '../check.ts';
import { allowedBy, statementsOf } from '../policies.ts';
import { at, list, property, resourcesOf, text } from '../template.ts';

/** A way that traffic may take, as `from → to port`. */
const WAYS = [
	'FunctionsSecurityGroup → EndpointSecurityGroup 443',
	'FunctionsSecurityGroup → ProxySecurityGroup 3306',
	'FunctionsSecurityGroup → S3 443',
	'ProxySecurityGroup → DatabaseSecurityGroup 3306',
];

export const networkChecks: readonly Check[] = [
	{
		promise: 'has no way in from the internet and none out to it',
		find: (template) =>
			Object.entries(template.Resources)
				.filter(([, { Type }]) =>
					/^AWS::EC2::(InternetGateway|NatGateway|EgressOnlyInternetGateway|Route|EIP)$/.test(Type),
				)
				.map(([id]) => id),
		mutants: [
			{ path: 'Gateway', to: { Type: 'AWS::EC2::InternetGateway' } },
			{ path: 'WayOut', to: { Type: 'AWS::EC2::Route' } },
		],
	},
	{
		promise: 'opens no port to everybody, in or out',
		find: (template) =>
			Object.entries(template.Resources)
				.filter(([, { Type }]) => Type.startsWith('AWS::EC2::SecurityGroup'))
				.filter(
					([, { Type, Properties }]) =>
						/"(0\.0\.0\.0|::)\/0"/.test(text(Properties)) ||
						// Without a rule of its own a group may reach the whole world.
						(Type === 'AWS::EC2::SecurityGroup' &&
							list(at(Properties, 'SecurityGroupEgress')).length === 0),
				)
				.map(([id]) => id),
		mutants: [
			{ path: 'FunctionsSecurityGroup.Properties.SecurityGroupEgress' },
			{ path: 'DatabaseSecurityGroup.Properties.SecurityGroupEgress.0.CidrIp', to: '0.0.0.0/0' },
			{ path: 'FunctionsToS3.Properties.CidrIp', to: '0.0.0.0/0' },
		],
	},
	{
		promise: 'lets functions reach the proxy, S3 and SNS, and the proxy reach the database',
		find: (template) => {
			const ways = resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')
				.map(([, { Properties }]) => {
					const to = at(Properties, 'DestinationSecurityGroupId.Ref') ?? 'S3';
					const from = text(at(Properties, 'GroupId.Ref'));
					return `${from} → ${text(to)} ${text(at(Properties, 'ToPort'))}`;
				})
				.sort();
			const entries = resourcesOf(template, 'AWS::EC2::SecurityGroupIngress').map(
				([, { Properties }]) => {
					const from = text(at(Properties, 'SourceSecurityGroupId.Ref'));
					const to = text(at(Properties, 'GroupId.Ref'));
					return `${from} → ${to} ${text(at(Properties, 'ToPort'))}`;
				},
			);
			return [
				...WAYS.filter((way) => !ways.includes(way)),
				...ways.filter((way) => !WAYS.includes(way)),
				...WAYS.filter((way) => !way.includes('→ S3') && !entries.includes(way)),
				...entries.filter((way) => !WAYS.includes(way)),
			];
		},
		mutants: [
			{ path: 'FunctionsToProxy' },
			{ path: 'DatabaseFromProxy' },
			{
				path: 'DatabaseFromProxy.Properties.SourceSecurityGroupId.Ref',
				to: 'FunctionsSecurityGroup',
			},
		],
	},
	hasExactly('reaches S3 without the internet, and there only our own vault', {
		'S3Endpoint.VpcEndpointType': 'Gateway',
		'S3Endpoint.RouteTableIds': [{ Ref: 'PrivateRoutes' }],
		'S3Endpoint.PolicyDocument.Statement.0.Resource': [
			{ 'Fn::GetAtt': ['VaultBucket', 'Arn'] },
			{ 'Fn::Sub': '${VaultBucket.Arn}/*' },
		],
	}),
	hasExactly('reaches SNS without the internet, and there only our own topic', {
		'SnsEndpoint.VpcEndpointType': 'Interface',
		'SnsEndpoint.PrivateDnsEnabled': true,
		'SnsEndpoint.SecurityGroupIds': [{ Ref: 'EndpointSecurityGroup' }],
		'SnsEndpoint.PolicyDocument.Statement.0.Resource': { Ref: 'PeopleTopic' },
		'SnsEndpoint.PolicyDocument.Statement.1.Condition': {
			StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } },
		},
	}),
	{
		promise:
			'lets through to SNS what the roles of functions inside may do there, and nothing else',
		find: (template) => {
			const inside = resourcesOf(template, 'AWS::Lambda::Function')
				.filter(([, { Properties }]) => at(Properties, 'VpcConfig') !== undefined)
				.map(([, { Properties }]) => text(at(Properties, 'Role.Fn::GetAtt.0')));
			const needed = inside
				.flatMap((role) => allowedBy(template, role))
				.filter((line) => line.startsWith('sns:'));
			const passed = statementsOf('SnsEndpoint', property(template, 'SnsEndpoint.PolicyDocument'))
				.filter(({ effect }) => effect === 'Allow')
				.flatMap(({ actions, resources }) =>
					actions.flatMap((action) => resources.map((resource) => `${action} ${text(resource)}`)),
				);
			return [
				...needed.filter((line) => !passed.includes(line)).map((line) => `stopped: ${line}`),
				...passed.filter((line) => !needed.includes(line)).map((line) => `not needed: ${line}`),
			];
		},
		mutants: [
			{ path: 'SnsEndpoint.Properties.PolicyDocument.Statement.0.Action', to: 'sns:Publish' },
			{ path: 'SnsEndpoint.Properties.PolicyDocument.Statement.1.Action', to: 'sns:*' },
			{
				path: 'NotificationsRole.Properties.Policies.0.PolicyDocument.Statement.1.Action',
				to: ['sns:Subscribe', 'sns:GetTopicAttributes'],
			},
		],
	},
	{
		promise: 'lets the code of a function do nothing with the network itself',
		find: (template) => {
			const statements = list(property(template, 'RunInNetworkPolicy.PolicyDocument.Statement'));
			return statements.some(
				(statement) =>
					at(statement, 'Effect') === 'Deny' &&
					at(statement, 'Action') === 'ec2:*' &&
					text(at(statement, 'Condition')) === '{"Null":{"lambda:SourceFunctionArn":"false"}}',
			)
				? []
				: ['ec2:* is not refused to code'];
		},
		mutants: [{ path: 'RunInNetworkPolicy.Properties.PolicyDocument.Statement.1' }],
	},
];
