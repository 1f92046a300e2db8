import { ALARM_METRICS, OWN_METRICS } from '#contract/stage-cost';
import { databaseClasses } from '#contract/stage-shape';
import type { Check } from '../check.ts';
import { at, list, resourcesOf, type Json, type Template } from '../template.ts';

/** The metrics that one alarm watches: its own, or those that its expression reckons with. */
export function metricsOf(alarm: Json | undefined): number {
	const metrics = list(at(alarm, 'Metrics')).filter((each) => at(each, 'MetricStat') !== undefined);
	return Math.max(1, metrics.length);
}

function metricsWatched(template: Template): number {
	return resourcesOf(template, 'AWS::CloudWatch::Alarm')
		.map(([, { Properties }]) => metricsOf(Properties))
		.reduce((sum, metrics) => sum + metrics, 0);
}

function metricsMade(template: Template): number {
	return resourcesOf(template, 'AWS::Logs::MetricFilter').length;
}

export const costChecks: readonly Check[] = [
	{
		promise: 'has as many metrics of alarms as the costs of a stage are reckoned with',
		find: (template) => {
			const metrics = metricsWatched(template);
			return metrics === ALARM_METRICS
				? []
				: [`ALARM_METRICS of src/lib/contract/stage-cost.ts is to be ${String(metrics)}`];
		},
		mutants: [
			{ path: 'NewAlarm', to: { Type: 'AWS::CloudWatch::Alarm' } },
			{ path: 'DeadLettersAlarm' },
			{
				path: 'DeadLettersAlarm.Properties.Metrics',
				to: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'SUM(METRICS())' }],
			},
		],
	},
	{
		promise: 'makes as many metrics of logs as the costs of a stage are reckoned with',
		find: (template) => {
			// One filter counts the two tasks of the sweep, each a metric.
			const metrics = metricsMade(template) + 1;
			return metrics === OWN_METRICS
				? []
				: [`OWN_METRICS of src/lib/contract/stage-cost.ts is to be ${String(metrics)}`];
		},
		mutants: [
			{ path: 'NewFilter', to: { Type: 'AWS::Logs::MetricFilter' } },
			{ path: 'SweptFilter' },
		],
	},
	{
		promise: 'has a price for every class of database that a stage may have',
		find: (template) => {
			const classes = Object.keys(template.Mappings.DatabaseClasses ?? {});
			return classes.toSorted().join() === databaseClasses.toSorted().join()
				? []
				: [`databaseClasses of src/lib/contract/stage-shape.ts are to be ${classes.join(', ')}`];
		},
		mutants: [{ path: 'Mappings.DatabaseClasses', to: {} }],
	},
];
