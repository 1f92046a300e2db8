import { basename, dirname } from 'node:path';
import type { Check, Mutant } from '../check.ts';
import { namesIn } from '../references.ts';
import { at, property, resourcesOf, text, type Template } from '../template.ts';

/** Lambda's metrics of a function that an alarm has to hear of, and from which value on at the latest. */
const HEARD = {
	/** An event that cannot be handled fails three times; one that failed once is mended by the next try. */
	Errors: { rings: 'Sum >=', atLatest: () => 3 },
	Throttles: { rings: 'Sum >=', atLatest: () => 1 },
	/** Milliseconds: four fifths of the function's own time. */
	Duration: { rings: 'Maximum >', atLatest: (timeoutSeconds: number) => 800 * timeoutSeconds },
} as const;
type Metric = keyof typeof HEARD;
const METRICS: readonly Metric[] = ['Errors', 'Throttles', 'Duration'];

/** Seconds. What may run this long goes on next time where it stopped, and may use all of it. */
const TIMEOUT_MAX = 900;

/** Seconds. Longer, and the mail would come when the people have long noticed. */
const PERIOD = 300;

/**
 * What the alarms function-errors, function-throttles and function-near-timeout heard, each of ten
 * functions at once, before every function had its own. None of it may be lost.
 */
const HEARD_TOGETHER: Readonly<Record<string, readonly Metric[]>> = {
	VaultLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	UploadsLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	DownloadsLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	DerivativesLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	PurgeLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	NotificationsLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	OnObjectEventLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	SweepLambdaFunction: ['Errors', 'Throttles'],
	HealthLambdaFunction: ['Errors', 'Throttles', 'Duration'],
	DatabaseHealthLambdaFunction: ['Errors', 'Throttles', 'Duration'],
};

const COMPARED: Readonly<Record<string, string>> = {
	GreaterThanThreshold: '>',
	GreaterThanOrEqualToThreshold: '>=',
};

/** The logical ids of the alarms on one metric of one function. */
function alarmsOn(template: Template, functionId: string, metric: Metric): readonly string[] {
	return resourcesOf(template, 'AWS::CloudWatch::Alarm')
		.filter(
			([, { Properties }]) =>
				at(Properties, 'Namespace') === 'AWS/Lambda' &&
				at(Properties, 'MetricName') === metric &&
				text(at(Properties, 'Dimensions')) ===
					text([{ Name: 'FunctionName', Value: { Ref: functionId } }]),
		)
		.map(([id]) => id);
}

/** What is wrong with how a function's metric is heard; nothing where it is heard in time. */
function deafness(template: Template, functionId: string, metric: Metric): readonly string[] {
	const { rings, atLatest } = HEARD[metric];
	const limit = atLatest(Number(property(template, `${functionId}.Timeout`)));
	const alarms = alarmsOn(template, functionId, metric);
	if (alarms.length === 0)
		return [`${functionId} has no alarm on its ${metric}: add one to its alarms.yml`];
	return alarms.flatMap((id) => {
		const declared = template.Resources[id]?.Properties;
		const heard = [
			text(at(declared, 'Statistic')),
			COMPARED[text(at(declared, 'ComparisonOperator'))],
		].join(' ');
		const threshold = Number(at(declared, 'Threshold'));
		return [
			...(heard === rings ? [] : [`${id} rings at ${heard}, not at ${rings}`]),
			...(threshold > 0 && threshold <= limit
				? []
				: [`${id} rings from ${String(threshold)} on, ${metric} has to from ${String(limit)} on`]),
			...(at(declared, 'Period') === PERIOD && at(declared, 'EvaluationPeriods') === 1
				? []
				: [`${id} does not ring within ${String(PERIOD)} s`]),
		];
	});
}

/** Functions that are called by others than a deployment, which waits for the answer. */
function calledAtWill(template: Template): readonly string[] {
	return ['AWS::Lambda::Permission', 'AWS::Lambda::EventSourceMapping'].flatMap((type) =>
		resourcesOf(template, type).flatMap(([, { Properties }]) =>
			namesIn(at(Properties, 'FunctionName')),
		),
	);
}

/** What a function has to be heard of. */
function dueOf(template: Template, functionId: string): readonly Metric[] {
	if (!calledAtWill(template).includes(functionId)) return [];
	return Number(property(template, `${functionId}.Timeout`)) < TIMEOUT_MAX
		? METRICS
		: METRICS.filter((metric) => metric !== 'Duration');
}

/** `lambdas/vault/handler.handler` → `vault` */
function folderOf(template: Template, functionId: string): string {
	return basename(dirname(text(property(template, `${functionId}.Handler`))));
}

/** `VaultLambdaFunction`, `Duration` → `VaultNearTimeoutAlarm` */
function alarmOf(functionId: string, metric: Metric): string {
	const what = metric === 'Duration' ? 'NearTimeout' : metric;
	return functionId.replace(/LambdaFunction$/, `${what}Alarm`);
}

const alarmsHeardTogether = Object.entries(HEARD_TOGETHER).flatMap(([id, metrics]) =>
	metrics.map((metric) => alarmOf(id, metric)),
);

/** Each change to each of the alarms. */
function toEach(changes: readonly Mutant[]): readonly Mutant[] {
	return alarmsHeardTogether.flatMap((id) =>
		changes.map(({ path, ...to }) => ({ path: `${id}${path}`, ...to })),
	);
}

export const functionAlarmChecks: readonly Check[] = [
	{
		promise: 'hears of every function all that one alarm for ten of them heard',
		find: (template) =>
			Object.entries(HEARD_TOGETHER).flatMap(([id, metrics]) =>
				metrics.flatMap((metric) => deafness(template, id, metric)),
			),
		mutants: [
			...toEach([
				{ path: '' },
				{ path: '.Properties.Threshold', to: 999_999 },
				{ path: '.Properties.Dimensions.0.Value', to: { Ref: 'MigrateLambdaFunction' } },
			]),
			{ path: 'VaultErrorsAlarm.Properties.Statistic', to: 'Average' },
			{ path: 'VaultErrorsAlarm.Properties.ComparisonOperator', to: 'LessThanThreshold' },
			{ path: 'VaultThrottlesAlarm.Properties.Period', to: 86400 },
			{ path: 'VaultNearTimeoutAlarm.Properties.EvaluationPeriods', to: 24 },
			{ path: 'VaultNearTimeoutAlarm.Properties.Statistic', to: 'Average' },
		],
	},
	{
		promise: 'hears of every function that crashes, is turned away, or nearly ran out of its time',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id]) =>
				dueOf(template, id).flatMap((metric) => deafness(template, id, metric)),
			),
		mutants: [
			...toEach([{ path: '' }]),
			{
				path: 'MigratePermission',
				to: {
					Type: 'AWS::Lambda::Permission',
					Properties: { FunctionName: { 'Fn::GetAtt': ['MigrateLambdaFunction', 'Arn'] } },
				},
			},
			{ path: 'SweepLambdaFunction.Properties.Timeout', to: 600 },
		],
	},
	{
		promise: 'measures each function against its own timeout',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([functionId, { Properties }]) =>
				alarmsOn(template, functionId, 'Duration')
					.filter(
						(id) =>
							property(template, `${id}.Threshold`) !== 800 * Number(at(Properties, 'Timeout')),
					)
					.map(
						(id) => `${id} does not ring at four fifths of ${text(at(Properties, 'Timeout'))} s`,
					),
			),
		mutants: [
			{ path: 'VaultLambdaFunction.Properties.Timeout', to: 11 },
			{ path: 'VaultNearTimeoutAlarm.Properties.Threshold', to: 7000 },
		],
	},
	{
		promise: 'says by its name and its sentence which function it is about: that of its folder',
		find: (template) =>
			resourcesOf(template, 'AWS::Lambda::Function').flatMap(([functionId]) => {
				const folder = folderOf(template, functionId);
				return METRICS.flatMap((metric) => alarmsOn(template, functionId, metric)).filter(
					(id) =>
						!text(property(template, `${id}.AlarmName`)).includes(`-${folder}-`) ||
						!new RegExp(`function ${folder}[ .]`).test(
							text(property(template, `${id}.AlarmDescription`)),
						),
				);
			}),
		mutants: [
			{ path: 'VaultErrorsAlarm.Properties.AlarmName', to: 'cloudvault-dev-uploads-errors' },
			{ path: 'VaultErrorsAlarm.Properties.AlarmDescription', to: 'It crashed.' },
		],
	},
];
