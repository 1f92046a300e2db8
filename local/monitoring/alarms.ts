import * as v from 'valibot';
import type { Resource, Template } from '../template/template.ts';

const Whole = v.union([v.number(), v.pipe(v.string(), v.transform(Number))]);
const AlarmSchema = v.object({
	AlarmDescription: v.optional(v.string()),
	ActionsEnabled: v.optional(v.boolean(), true),
	AlarmActions: v.optional(v.array(v.string()), []),
	OKActions: v.optional(v.array(v.string()), []),
	Namespace: v.optional(v.string()),
	MetricName: v.optional(v.string()),
	Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
	ComparisonOperator: v.string(),
	Threshold: v.optional(Whole),
});
type Declared = v.InferOutput<typeof AlarmSchema>;

const COMPARE: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
	GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
	GreaterThanThreshold: (value, threshold) => value > threshold,
	LessThanThreshold: (value, threshold) => value < threshold,
	LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** How many messages wait in a queue, by its name. */
export type DepthOf = (queueName: string) => Promise<number>;

/**
 * The template's alarms as DescribeAlarms tells them. No metric is gathered here, so nearly all are in
 * INSUFFICIENT_DATA; one that watches the depth of a queue is as red as the queue is full right now.
 */
export async function describeAlarms(
	template: Template,
	names: readonly string[],
	depthOf: DepthOf,
): Promise<readonly object[]> {
	const asked = template
		.resources('AWS::CloudWatch::Alarm')
		.filter(({ ref }) => names.includes(ref));
	return Promise.all(asked.map((resource) => describe(resource, depthOf)));
}

async function describe(resource: Resource, depthOf: DepthOf): Promise<object> {
	const declared = v.parse(AlarmSchema, resource.properties);
	return {
		...declared,
		AlarmName: resource.ref,
		AlarmArn: resource.attributes.Arn,
		StateValue: await stateOf(declared, depthOf),
	};
}

async function stateOf(declared: Declared, depthOf: DepthOf): Promise<string> {
	const { Namespace, MetricName, Dimensions, ComparisonOperator, Threshold = 0 } = declared;
	const queue = Dimensions.find(({ Name }) => Name === 'QueueName')?.Value;
	const isDepth =
		Namespace === 'AWS/SQS' && MetricName === 'ApproximateNumberOfMessagesVisible' && queue;
	const compare = COMPARE[ComparisonOperator];
	if (!isDepth || !compare) return 'INSUFFICIENT_DATA';
	return compare(await depthOf(queue), Threshold) ? 'ALARM' : 'OK';
}
