import { globSync } from 'node:fs';
import { CLAIM_SECONDS as MANIFEST_CLAIM_SECONDS } from '../../../lambdas/manifest/write-manifests.ts';
import { CLAIM_SECONDS as WISH_CLAIM_SECONDS } from '../../../lambdas/notifications/set-notifications.ts';
import { hasExactly, type Check } from '../check.ts';
import { at, list, property, resourcesOf, text, type Template } from '../template.ts';

/** Seconds. An HTTP API hangs up at 30; a function must have answered or failed before. */
const API_TIMEOUT_MAX = 28;

/** The `VpcConfig` of a function in the private network. */
const IN_NETWORK = JSON.stringify({
	SecurityGroupIds: [{ Ref: 'FunctionsSecurityGroup' }],
	SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
});

function functions(template: Template): readonly string[] {
	return resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);
}

function apiFunctions(template: Template): readonly string[] {
	return resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(([, { Properties }]) =>
		text(at(Properties, 'IntegrationUri.Fn::GetAtt.0')),
	);
}

/** Functions for which a property is not as asked. */
function unless(
	template: Template,
	path: string,
	holds: (value: string) => boolean,
): readonly string[] {
	return functions(template)
		.map((id) => `${id}.${path}`)
		.filter((where) => !holds(text(property(template, where))))
		.map((where) => `${where} is ${text(property(template, where))}`);
}

const HANDLERS = globSync('lambdas/*/handler.ts');

/** `lambdas/vault/handler.handler` → `lambdas/vault/handler.ts` */
function handlerFile(template: Template, id: string): string {
	return text(property(template, `${id}.Handler`)).replace(/\.handler$/, '.ts');
}

const EVENT_SENDER = 'ObjectEventQueuePolicy.Properties.PolicyDocument.Statement.0';

export const functionChecks: readonly Check[] = [
	{
		promise: 'runs every function on a supported runtime and the cheaper processor',
		find: (template) => [
			...unless(template, 'Runtime', (runtime) => runtime === 'nodejs24.x'),
			...unless(template, 'Architectures', (architectures) => architectures === '["arm64"]'),
		],
		mutants: [
			{ path: 'SweepLambdaFunction.Properties.Runtime', to: 'nodejs18.x' },
			{ path: 'SweepLambdaFunction.Properties.Architectures' },
		],
	},
	{
		promise: 'chooses memory and time for every function, and traces it',
		find: (template) => [
			...unless(template, 'MemorySize', (size) => Number(size) >= 256),
			...unless(template, 'Timeout', (seconds) => Number(seconds) >= 5),
			...unless(template, 'TracingConfig.Mode', (mode) => mode === 'Active'),
		],
		mutants: [
			{ path: 'VaultLambdaFunction.Properties.MemorySize' },
			{ path: 'VaultLambdaFunction.Properties.Timeout' },
			{ path: 'VaultLambdaFunction.Properties.TracingConfig.Mode', to: 'PassThrough' },
		],
	},
	{
		promise: 'says by its tags what it is part of, so that a bill can be read',
		find: (template) =>
			unless(
				template,
				'Tags',
				(tags) => tags.includes('"application"') && tags.includes('"stage"'),
			),
		mutants: [{ path: 'VaultLambdaFunction.Properties.Tags' }],
	},
	{
		promise: 'answers a request before the API hangs up',
		find: (template) =>
			apiFunctions(template)
				.filter((id) => !(Number(property(template, `${id}.Timeout`)) <= API_TIMEOUT_MAX))
				.map((id) => `${id} may run for ${text(property(template, `${id}.Timeout`))} s`),
		mutants: [{ path: 'UploadsLambdaFunction.Properties.Timeout', to: 30 }],
	},
	{
		promise:
			'lets no claim on a wish for notices or on a manifest end while its function still runs',
		find: (template) =>
			Object.entries({ Notifications: WISH_CLAIM_SECONDS, Manifest: MANIFEST_CLAIM_SECONDS })
				.map(([name, seconds]) => ({ id: `${name}LambdaFunction`, seconds }))
				.filter(({ id, seconds }) => !(Number(property(template, `${id}.Timeout`)) < seconds))
				.map(({ id, seconds }) => `${id} may run for longer than ${String(seconds)} s`),
		mutants: [
			{ path: 'NotificationsLambdaFunction.Properties.Timeout', to: 15 },
			{ path: 'ManifestLambdaFunction.Properties.Timeout', to: 3600 },
		],
	},
	{
		promise: 'runs what needs the database in the private network, and nothing else',
		find: (template) =>
			functions(template)
				.filter((id) => {
					const asks = property(template, `${id}.Environment.Variables.DATABASE_URL`) !== undefined;
					return text(property(template, `${id}.VpcConfig`)) !== (asks ? IN_NETWORK : 'null');
				})
				.map((id) => `${id} is ${text(property(template, `${id}.VpcConfig`))}`),
		mutants: [
			{ path: 'MigrateLambdaFunction.Properties.VpcConfig' },
			{ path: 'MigrateLambdaFunction.Properties.VpcConfig.SubnetIds.1' },
			{ path: 'VaultLambdaFunction.Properties.Environment.Variables.DATABASE_URL' },
			{
				path: 'HealthLambdaFunction.Properties.VpcConfig',
				to: { SubnetIds: [{ Ref: 'SubnetA' }] },
			},
		],
	},
	{
		promise: 'keeps every log for a while and not for ever',
		find: (template) => [
			...functions(template)
				.map((id) => id.replace(/LambdaFunction$/, 'LogGroup'))
				.filter((id) => template.Resources[id] === undefined)
				.map((id) => `${id} is missing`),
			...resourcesOf(template, 'AWS::Logs::LogGroup')
				.filter(([, { Properties }]) => !(Number(at(Properties, 'RetentionInDays')) <= 90))
				.map(([id]) => `${id} has no retention`),
		],
		mutants: [{ path: 'UploadsLogGroup' }, { path: 'HttpApiLogGroup.Properties.RetentionInDays' }],
	},
	hasExactly(
		'asks again for an object event for six hours, then sets it aside where an alarm rings',
		{
			'ObjectEventQueue.VisibilityTimeout': 365,
			'ObjectEventQueue.RedrivePolicy': {
				deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
				maxReceiveCount: 60,
			},
		},
	),
	hasExactly('hands over the events of a batch together, each of which may fail for itself', {
		'ObjectEventQueue.DelaySeconds': 15,
		'OnObjectEventEventSourceMappingSQSObjectEventQueue.EventSourceArn': {
			'Fn::GetAtt': ['ObjectEventQueue', 'Arn'],
		},
		'OnObjectEventEventSourceMappingSQSObjectEventQueue.BatchSize': 500,
		'OnObjectEventEventSourceMappingSQSObjectEventQueue.MaximumBatchingWindowInSeconds': 5,
		'OnObjectEventEventSourceMappingSQSObjectEventQueue.FunctionResponseTypes': [
			'ReportBatchItemFailures',
		],
		'OnObjectEventEventSourceMappingSQSObjectEventQueue.ScalingConfig': { MaximumConcurrency: 2 },
	}),
	{
		promise: 'lets no event come again while the function may still be at work on it',
		find: (template) => {
			const seconds = Number(property(template, 'ObjectEventQueue.VisibilityTimeout'));
			const timeout = Number(property(template, 'OnObjectEventLambdaFunction.Timeout'));
			// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
			return seconds >= 6 * timeout
				? []
				: [`${String(seconds)} s for a function of ${String(timeout)} s`];
		},
		mutants: [
			{ path: 'ObjectEventQueue.Properties.VisibilityTimeout', to: 60 },
			{ path: 'OnObjectEventLambdaFunction.Properties.Timeout', to: 90 },
		],
	},
	hasExactly('lets the next sweep be the second try, and sets a failed one aside', {
		'SweepLambdaEvConf.FunctionName': { Ref: 'SweepLambdaFunction' },
		'SweepLambdaEvConf.MaximumRetryAttempts': 0,
		'SweepLambdaEvConf.DestinationConfig.OnFailure.Destination': {
			'Fn::GetAtt': ['DeadLetterQueue', 'Arn'],
		},
	}),
	{
		promise:
			'reserves no runs at once: an account begins with ten, of which AWS lets none be reserved',
		find: (template) =>
			unless(template, 'ReservedConcurrentExecutions', (reserved) => reserved === 'null'),
		mutants: [{ path: 'SweepLambdaFunction.Properties.ReservedConcurrentExecutions', to: 1 }],
	},
	{
		promise: 'keeps no older versions of a function: the commit before is what one rolls back to',
		find: (template) =>
			Object.entries(template.Resources)
				.filter(([, { Type }]) => /^AWS::Lambda::(Version|Alias)$|^AWS::CodeDeploy::/.test(Type))
				.map(([id]) => id),
		mutants: [
			{ path: 'VaultLambdaVersion', to: { Type: 'AWS::Lambda::Version' } },
			{ path: 'VaultLambdaAlias', to: { Type: 'AWS::Lambda::Alias' } },
		],
	},
	{
		promise: 'runs the handler of its own name, which is there, and leaves no handler out',
		find: (template) => {
			const named = functions(template).map((id) => [id, handlerFile(template, id)] as const);
			const files = named.map(([, file]) => file);
			return [
				...named
					.filter(([, file]) => !HANDLERS.includes(file))
					.map(([id, file]) => `${id}: ${file}`),
				...HANDLERS.filter((file) => !files.includes(file)).map(
					(file) => `${file} is in no function: name its folder in serverless.yml`,
				),
				...files.filter((file, index) => files.indexOf(file) !== index),
			];
		},
		mutants: [
			{ path: 'SweepLambdaFunction' },
			{ path: 'SweepLambdaFunction.Properties.Handler', to: 'lambdas/gone/handler.handler' },
			{ path: 'SweepLambdaFunction.Properties.Handler', to: 'lambdas/vault/handler.handler' },
		],
	},
	{
		promise: 'lets S3 send to the queue of events for our own bucket only',
		find: (template) => {
			const bucketName = text(property(template, 'VaultBucket.BucketName.Fn::Sub'));
			const sender = {
				Sid: 'OurBucketTellsWhatItStored',
				Effect: 'Allow',
				Principal: { Service: 's3.amazonaws.com' },
				Action: 'sqs:SendMessage',
				Resource: { 'Fn::GetAtt': ['ObjectEventQueue', 'Arn'] },
				Condition: {
					StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
					ArnEquals: {
						'aws:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucketName}` },
					},
				},
			};
			const allowed = list(property(template, 'ObjectEventQueuePolicy.PolicyDocument.Statement'))
				.filter((statement) => at(statement, 'Effect') !== 'Deny')
				.filter((statement) => text(statement) !== text(sender))
				.map((statement) => text(at(statement, 'Sid')));
			return [
				...allowed,
				...(template.Resources.VaultBucket?.DependsOn?.includes('ObjectEventQueuePolicy')
					? []
					: ['the bucket is made before the policy']),
			];
		},
		mutants: [
			{ path: `${EVENT_SENDER}.Condition.StringEquals` },
			{ path: `${EVENT_SENDER}.Condition.ArnEquals` },
			{ path: `${EVENT_SENDER}.Principal`, to: '*' },
			{ path: `${EVENT_SENDER}.Action`, to: 'sqs:*' },
			{ path: 'VaultBucket.DependsOn' },
		],
	},
	{
		promise:
			'sweeps and writes manifests every fifteen minutes, compares bucket and database every day, and goes on with restores',
		find: (template) => {
			const schedules = resourcesOf(template, 'AWS::Events::Rule').map(([, { Properties }]) =>
				[
					text(at(Properties, 'ScheduleExpression')),
					text(at(Properties, 'State')),
					text(at(Properties, 'Targets.0.Input')),
					text(at(Properties, 'Targets.0.Arn.Fn::GetAtt.0')),
				].join(' '),
			);
			return [
				'rate(15 minutes) ENABLED {"task":"unfinished"} SweepLambdaFunction',
				'rate(15 minutes) ENABLED null ManifestLambdaFunction',
				'rate(1 day) ENABLED {"task":"reconcile"} SweepLambdaFunction',
				'rate(5 minutes) ENABLED {"task":"restores"} RestoresLambdaFunction',
			].filter((wanted) => !schedules.includes(wanted));
		},
		mutants: [
			{ path: 'SweepEventsRuleSchedule1' },
			{ path: 'RestoresEventsRuleSchedule1' },
			{ path: 'ManifestEventsRuleSchedule1.Properties.State', to: 'DISABLED' },
			{ path: 'SweepEventsRuleSchedule2.Properties.State', to: 'DISABLED' },
			{ path: 'SweepEventsRuleSchedule2.Properties.Targets.0.Input' },
		],
	},
];
