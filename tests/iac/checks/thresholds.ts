import { hasExactly, type Check } from '../check.ts';
import { at, resourcesOf, text, type Json, type Template } from '../template.ts';

/**
 * When each alarm rings, but for those of functions (function-alarms.ts). Why it is this number stands
 * beside the number in the template.
 */
const RINGS: Readonly<Record<string, string>> = {
	ApiErrorsAlarm: 'Sum of 5xx >= 5, 1 of 1 times 300 s',
	ApiSlowAlarm: 'p99 of Latency > 3000, 3 of 5 times 300 s',
	ApiRefusalsAlarm: 'Sum of 4xx > 1000, 1 of 1 times 300 s',
	SignInThrottlesAlarm: 'Sum of SignInThrottles >= 10, 1 of 1 times 300 s',
	SiteErrorsAlarm: 'Average of 5xxErrorRate > 5, 2 of 2 times 300 s',
	WaitingEventsAlarm: 'Maximum of ApproximateAgeOfOldestMessage > 1800, 1 of 1 times 300 s',
	DeadLettersAlarm: 'Maximum of ApproximateNumberOfMessagesVisible >= 1, 1 of 1 times 300 s',
	SweepMissingAlarm: 'Sum of Swept < 1, 2 of 2 times 3600 s',
	ComparisonMissingAlarm: 'Sum of Swept < 1, 2 of 2 times 86400 s',
	RestoresMissingAlarm: 'Sum of RestoresWentOn < 1, 2 of 2 times 3600 s',
	NeverEndingRestoresAlarm: 'Maximum of NeverEndingRestores >= 1, 1 of 1 times 3600 s',
	UntoldKeptAlarm: 'Minimum of UntoldKept >= 1, 6 of 6 times 3600 s',
	ManifestMissingAlarm: 'Sum of ManifestsWritten < 1, 1 of 1 times 86400 s',
	DriftFoundAlarm: 'Sum of Drift >= 1, 1 of 1 times 3600 s',
	GhostFoundAlarm: 'Maximum of Ghosts >= 1, 1 of 1 times 86400 s',
	DatabaseCpuAlarm: 'Average of CPUUtilization > 80, 3 of 3 times 300 s',
	DatabaseCreditsAlarm: 'Sum of CPUSurplusCreditsCharged >= 120, 1 of 1 times 86400 s',
	DatabaseStorageAlarm: 'Minimum of FreeStorageSpace < 1073741824, 1 of 1 times 300 s',
	DatabaseMemoryAlarm: 'Minimum of FreeableMemory < MemoryAlarm, 3 of 3 times 300 s',
	DatabaseConnectionsAlarm: 'Maximum of DatabaseConnections > ConnectionsAlarm, 2 of 2 times 300 s',
	ProxyPinnedAlarm: 'Maximum of DatabaseConnectionsCurrentlySessionPinned >= 1, 3 of 3 times 300 s',
};

const COMPARED: Readonly<Record<string, string>> = {
	GreaterThanThreshold: '>',
	GreaterThanOrEqualToThreshold: '>=',
	LessThanThreshold: '<',
};

/** When one alarm rings, in the words above. */
function ringsWhen(template: Template, id: string): string {
	const properties = template.Resources[id]?.Properties;
	const statistic = text(at(properties, 'ExtendedStatistic') ?? at(properties, 'Statistic'));
	const periods = text(at(properties, 'EvaluationPeriods'));
	const breaching = text(at(properties, 'DatapointsToAlarm') ?? periods);
	const compared = COMPARED[text(at(properties, 'ComparisonOperator'))] ?? '?';
	const threshold = at(properties, 'Threshold');
	const limit = text(at(threshold, 'Fn::FindInMap.2') ?? threshold);
	return [
		`${statistic} of ${text(at(properties, 'MetricName'))} ${compared} ${limit},`,
		`${breaching} of ${periods} times ${text(at(properties, 'Period'))} s`,
	].join(' ');
}

/** Whether another check says when the alarm has to ring. */
function isOfFunction(properties: Json | undefined): boolean {
	return at(properties, 'Namespace') === 'AWS/Lambda';
}

function everyAlarm(property: string, to: Json) {
	return Object.keys(RINGS).map((id) => ({ path: `${id}.Properties.${property}`, to }));
}

export const thresholdChecks: readonly Check[] = [
	{
		promise: 'rings when it should: neither at every trifle nor when it is too late',
		find: (template) =>
			Object.entries(RINGS)
				.map(([id, wanted]) => [id, ringsWhen(template, id), wanted] as const)
				.filter(([, rings, wanted]) => rings !== wanted)
				.map(([id, rings, wanted]) => `${id} rings at ${rings}, not at ${wanted}`),
		mutants: [
			...everyAlarm('Threshold', 999_999),
			...everyAlarm('EvaluationPeriods', 24),
			...everyAlarm('ComparisonOperator', 'LessThanOrEqualToThreshold'),
			{ path: 'ApiErrorsAlarm.Properties.Period', to: 86400 },
			{ path: 'ApiSlowAlarm.Properties.ExtendedStatistic' },
			{ path: 'ApiSlowAlarm.Properties.DatapointsToAlarm' },
			{ path: 'SweepMissingAlarm.Properties.Statistic', to: 'Average' },
		],
	},
	{
		promise: 'is known here, so that no number changes by mistake',
		find: (template) =>
			resourcesOf(template, 'AWS::CloudWatch::Alarm')
				.filter(([id, { Properties }]) => !(id in RINGS || isOfFunction(Properties)))
				.map(([id]) => `${id} is not among RINGS: write there when it rings`),
		mutants: [{ path: 'NewAlarm', to: { Type: 'AWS::CloudWatch::Alarm' } }],
	},
	hasExactly('tells of money before a month is over its budget', {
		'Budget.Budget.BudgetType': 'COST',
		'Budget.Budget.TimeUnit': 'MONTHLY',
		'Budget.Budget.BudgetLimit': { Amount: { Ref: 'MonthlyBudgetUsd' }, Unit: 'USD' },
		'Budget.NotificationsWithSubscribers': [
			{
				Notification: {
					NotificationType: 'FORECASTED',
					ComparisonOperator: 'GREATER_THAN',
					Threshold: 100,
				},
				Subscribers: [{ SubscriptionType: 'EMAIL', Address: { Ref: 'AlarmEmail' } }],
			},
			{
				Notification: {
					NotificationType: 'ACTUAL',
					ComparisonOperator: 'GREATER_THAN',
					Threshold: 80,
				},
				Subscribers: [{ SubscriptionType: 'EMAIL', Address: { Ref: 'AlarmEmail' } }],
			},
		],
	}),
];
