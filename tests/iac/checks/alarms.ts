import { hasExactly, type Check } from '../check.ts';
import { at, list, property, resourcesOf, text } from '../template.ts';
import { metricsOf } from './costs.ts';

/** What the owner must hear of, beside the functions (function-alarms.ts). */
const WATCHED = [
	'ApiErrorsAlarm',
	'ApiSlowAlarm',
	'ApiRefusalsAlarm',
	'SignInThrottlesAlarm',
	'SiteErrorsAlarm',
	'WaitingEventsAlarm',
	'DeadLettersAlarm',
	'SweepMissingAlarm',
	'ComparisonMissingAlarm',
	'ManifestMissingAlarm',
	'DriftFoundAlarm',
	'GhostFoundAlarm',
	'DatabaseCpuAlarm',
	'DatabaseCreditsAlarm',
	'DatabaseStorageAlarm',
	'DatabaseMemoryAlarm',
	'DatabaseConnectionsAlarm',
	'ProxyPinnedAlarm',
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html; no schema knows it. */
const METRICS_MAX = 10;

/**
 * Functions that answer with one time series, as an alarm needs it: neither SEARCH nor METRICS, which answer with many.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const OF_ONE_SERIES =
	/^(ABS|AVG|CEIL|DIFF|DIFF_TIME|FILL|FLOOR|IF|MAX|MIN|PERIOD|RATE|RUNNING_SUM|SUM)$/;

/** What is wrong with an expression; nothing where its functions, and the filling of each FILL, are documented. */
function undocumented(id: string, expression: string): readonly string[] {
	const functions = [...expression.matchAll(/([A-Za-z_]+)\s*\(/g)].map(([, name = '']) => name);
	const fillings = [...expression.matchAll(/FILL\(([^()]*)\)/g)].map(([, inside = '']) => inside);
	return [
		...functions.filter((name) => !OF_ONE_SERIES.test(name)).map((name) => `${id} uses ${name}`),
		...fillings
			.filter((inside) => !/^\s*[a-z]\w*\s*,\s*(-?[\d.]+|REPEAT|LINEAR|[a-z]\w*)\s*$/.test(inside))
			.map((inside) => `${id} fills by ${inside}`),
		...(/^[\w\s.,()[\]+\-*/^<>=!&|]*$/.test(expression) ? [] : [`${id} writes ${expression}`]),
	];
}

export const alarmChecks: readonly Check[] = [
	{
		promise: 'watches the site, the API, events set aside, the sweep and the database',
		find: (template) => WATCHED.filter((id) => template.Resources[id] === undefined),
		mutants: WATCHED.map((path) => ({ path })),
	},
	{
		promise: 'stands on the dashboard, each of them that the region has',
		find: (template) => {
			const dashboard = text(property(template, 'Dashboard.DashboardBody'));
			return resourcesOf(template, 'AWS::CloudWatch::Alarm')
				.map(([id]) => id)
				.filter((id) => !dashboard.includes(`\${${id}.Arn}`));
		},
		mutants: [
			{ path: 'Dashboard' },
			{ path: 'Dashboard.Properties.DashboardBody.Fn::Sub.1.Alarms.Fn::Join.1.3' },
			{ path: 'NewAlarm', to: { Type: 'AWS::CloudWatch::Alarm' } },
		],
	},
	{
		promise: 'has the errors of every function beside it',
		find: (template) => {
			const dashboard = text(property(template, 'Dashboard.DashboardBody'));
			return resourcesOf(template, 'AWS::Lambda::Function')
				.map(([id]) => id)
				.filter((id) => !dashboard.includes(`\\"Errors\\", \\"FunctionName\\", \\"\${${id}}`));
		},
		mutants: [
			{ path: 'Dashboard.Properties.DashboardBody.Fn::Sub.1.ErrorsOfFunctions' },
			{ path: 'NewLambdaFunction', to: { Type: 'AWS::Lambda::Function' } },
		],
	},
	{
		promise: 'is on a dashboard that CloudWatch can read',
		find: (template) => {
			const body = text(property(template, 'Dashboard.DashboardBody.Fn::Sub.0'));
			try {
				JSON.parse(body.replaceAll(/\$\{[^}]+\}/g, ''));
				return [];
			} catch (error) {
				return [String(error)];
			}
		},
		mutants: [{ path: 'Dashboard.Properties.DashboardBody.Fn::Sub.0', to: '{ "widgets": [' }],
	},
	hasExactly('counts each task of the sweep by itself, and a comparison that reached the end', {
		'SweptFilter.LogGroupName': { Ref: 'SweepLogGroup' },
		'SweptFilter.FilterPattern':
			'{ ($.message = "swept") && (($.task = "unfinished") || ($.complete IS TRUE)) }',
		'SweptFilter.MetricTransformations.0.MetricName': 'Swept',
		'SweptFilter.MetricTransformations.0.Dimensions': [{ Key: 'Task', Value: '$.task' }],
		'SweepMissingAlarm.MetricName': 'Swept',
		'SweepMissingAlarm.Dimensions': [{ Name: 'Task', Value: 'unfinished' }],
		'SweepMissingAlarm.TreatMissingData': 'breaching',
		'ComparisonMissingAlarm.MetricName': 'Swept',
		'ComparisonMissingAlarm.Dimensions': [{ Name: 'Task', Value: 'reconcile' }],
		'ComparisonMissingAlarm.TreatMissingData': 'breaching',
		'ManifestsWrittenFilter.LogGroupName': { Ref: 'ManifestLogGroup' },
		'ManifestsWrittenFilter.FilterPattern':
			'{ ($.message = "manifests written") && ($.failed = 0) && ($.complete IS TRUE) }',
		'ManifestsWrittenFilter.MetricTransformations.0.MetricName': 'ManifestsWritten',
		'ManifestMissingAlarm.MetricName': 'ManifestsWritten',
		'ManifestMissingAlarm.TreatMissingData': 'breaching',
		'DriftFilter.LogGroupName': { Ref: 'SweepLogGroup' },
		'DriftFilter.FilterPattern':
			'{ ($.removed > 0) || ($.hidden > 0) || ($.spared > 0) || ($.strange > 0) }',
		'DriftFilter.MetricTransformations.0.MetricName': 'Drift',
		'GhostFilter.LogGroupName': { Ref: 'SweepLogGroup' },
		'GhostFilter.FilterPattern': '{ $.ghosts > 0 }',
		'GhostFilter.MetricTransformations.0.MetricName': 'Ghosts',
	}),
	{
		promise: 'does its maths in forms that CloudWatch documents for alarms',
		find: (template) =>
			resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
				list(at(Properties, 'Metrics')).flatMap((metric) => {
					const expression = at(metric, 'Expression');
					return expression === undefined ? [] : undocumented(id, text(expression));
				}),
			),
		mutants: [
			"SEARCH('{AWS/Lambda} Errors', 'Sum')",
			'FILL(METRICS(), 0)',
			'FILL(a, [b, 0])',
			'IF(a > 1; 1; 0)',
			'COALESCE(a, 0)',
		].map((Expression) => ({
			path: 'ApiErrorsAlarm.Properties.Metrics',
			to: [{ Id: 'sum', Expression }],
		})),
	},
	{
		promise: 'watches no more metrics than CloudWatch takes in one alarm',
		find: (template) =>
			resourcesOf(template, 'AWS::CloudWatch::Alarm')
				.filter(([, { Properties }]) => metricsOf(Properties) > METRICS_MAX)
				.map(([id]) => id),
		mutants: [
			{
				path: 'ApiErrorsAlarm.Properties.Metrics',
				to: Array.from({ length: METRICS_MAX + 1 }, () => ({ MetricStat: {} })),
			},
		],
	},
	{
		promise: 'tells the owner when it rings and when it is over, and knows what silence means',
		find: (template) =>
			resourcesOf(template, 'AWS::CloudWatch::Alarm')
				.filter(
					([, { Properties }]) =>
						text(at(Properties, 'AlarmActions')) !== '[{"Ref":"AlarmTopic"}]' ||
						text(at(Properties, 'OKActions')) !== '[{"Ref":"AlarmTopic"}]' ||
						at(Properties, 'TreatMissingData') === undefined,
				)
				.map(([id]) => id),
		mutants: [
			{ path: 'DeadLettersAlarm.Properties.AlarmActions' },
			{ path: 'DeadLettersAlarm.Properties.OKActions', to: [] },
			{ path: 'ApiSlowAlarm.Properties.TreatMissingData' },
		],
	},
	{
		promise:
			'has the health page look for every alarm and every schedule there is, and for no other alarm',
		find: (template) => {
			const variables = 'HealthLambdaFunction.Environment.Variables';
			const looked = list(property(template, `${variables}.ALARMS.Fn::Join.1`)).map(
				(part) =>
					`${text(property(template, `${variables}.ALARM_PREFIX`))}${text(at(part, 'Fn::If.1') ?? part)}`,
			);
			const declared = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
				text(at(Properties, 'AlarmName')),
			);
			const scheduled = text(property(template, `${variables}.SCHEDULES`));
			return [
				...declared.filter((name) => !looked.includes(name)),
				...looked.filter((name) => !declared.includes(name)),
				...resourcesOf(template, 'AWS::Events::Rule')
					.map(([id]) => id)
					.filter((id) => !scheduled.includes(`{"Ref":"${id}"}`)),
			];
		},
		mutants: [
			{ path: 'HealthLambdaFunction.Properties.Environment.Variables.ALARMS.Fn::Join.1.3' },
			{ path: 'DeadLettersAlarm' },
			{ path: 'DeadLettersAlarm.Properties.AlarmName', to: 'dead-letters' },
			{ path: 'HealthLambdaFunction.Properties.Environment.Variables.ALARM_PREFIX', to: 'vault-' },
			{ path: 'HealthLambdaFunction.Properties.Environment.Variables.SCHEDULES.Fn::Join.1.1' },
		],
	},
	{
		promise: 'lets CloudWatch of this account alone raise an alarm',
		find: (template) =>
			['AlarmTopicPolicy.PolicyDocument.Statement.0', 'AlarmKey.KeyPolicy.Statement.1'].filter(
				(path) =>
					text(property(template, `${path}.Principal.Service`)) !== 'cloudwatch.amazonaws.com' ||
					text(property(template, `${path}.Condition.StringEquals.aws:SourceAccount`)) !==
						'{"Ref":"AWS::AccountId"}',
			),
		mutants: [
			{ path: 'AlarmTopicPolicy.Properties.PolicyDocument.Statement.0.Condition' },
			{ path: 'AlarmKey.Properties.KeyPolicy.Statement.1.Principal', to: '*' },
		],
	},
];
