import { readFileSync } from 'node:fs';
import type { Check } from '../check.ts';
import { at, list, resourcesOf, type Json, type Template } from '../template.ts';

/** Dollars a month for one metric that an alarm watches: https://aws.amazon.com/cloudwatch/pricing/. */
const PER_METRIC = 0.1;

const words = readFileSync('docs/costs.md', 'utf8');

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

export const costChecks: readonly Check[] = [
	{
		promise: 'names as many metrics of alarms as there are, and what they cost on either stage',
		find: (template) => {
			const metrics = metricsWatched(template);
			const dollars = (metrics * PER_METRIC).toFixed(2);
			const line = new RegExp(
				`^\\| Alarms, ${String(metrics)} metrics +\\| +${dollars} \\| +${dollars} \\|`,
				'm',
			);
			return line.test(words)
				? []
				: [`docs/costs.md does not say: Alarms, ${String(metrics)} metrics, ${dollars}`];
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
];
