import * as v from 'valibot';
import { isRecord } from '../template/intrinsics.ts';
import type { Resource, Template } from '../template/template.ts';
import type { Broker } from './broker.ts';
import type { Subscriptions } from './subscriptions.ts';

const SubscriptionSchema = v.object({
	TopicArn: v.string(),
	Protocol: v.string(),
	Endpoint: v.string(),
	FilterPolicy: v.optional(v.record(v.string(), v.unknown())),
	RawMessageDelivery: v.optional(v.boolean()),
});

/** Properties of a queue that are attributes of the same name in the SQS API. */
const QUEUE_ATTRIBUTES = [
	'DelaySeconds',
	'MaximumMessageSize',
	'MessageRetentionPeriod',
	'ReceiveMessageWaitTimeSeconds',
	'RedrivePolicy',
	'VisibilityTimeout',
	'FifoQueue',
	'ContentBasedDeduplication',
];

/**
 * Makes the template's topics, queues and subscriptions. A queue from which a function receives is kept by
 * its event source alone.
 */
export async function createMessaging(
	template: Template,
	broker: Broker,
	subscriptions: Subscriptions,
): Promise<void> {
	const consumed = consumedQueues(template);
	for (const topic of template.resources('AWS::SNS::Topic')) {
		await broker.createTopic(topic.attributes.TopicName ?? topic.logicalId);
	}
	for (const queue of template.resources('AWS::SQS::Queue')) {
		if (consumed.has(queue.attributes.Arn)) continue;
		const name = queue.attributes.QueueName ?? queue.logicalId;
		await broker.createQueue(name, queue.ref, queueAttributes(queue));
	}
	for (const resource of template.resources('AWS::SNS::Subscription')) {
		const declared = v.parse(SubscriptionSchema, resource.properties);
		const attributes = {
			...(declared.FilterPolicy && { FilterPolicy: JSON.stringify(declared.FilterPolicy) }),
			...(declared.RawMessageDelivery && { RawMessageDelivery: 'true' }),
		};
		if (declared.Protocol === 'sqs') {
			await broker.subscribeQueue(declared.TopicArn, declared.Endpoint, attributes);
		} else if (declared.Protocol === 'email' && declared.Endpoint !== '') {
			const known = subscriptions.ofTopic(declared.TopicArn);
			if (known.some((each) => each.email === declared.Endpoint && !each.isDeleted)) continue;
			subscriptions.subscribe(declared.TopicArn, declared.Endpoint, attributes);
		}
	}
}

/** The ARNs of queues whose messages the template hands to functions. */
function consumedQueues(template: Template): ReadonlySet<unknown> {
	const mappings = template.resources('AWS::Lambda::EventSourceMapping');
	return new Set(mappings.map(({ properties }) => properties.EventSourceArn));
}

function queueAttributes({ properties }: Resource): Record<string, string> {
	const present = QUEUE_ATTRIBUTES.filter((name) => properties[name] !== undefined);
	return Object.fromEntries(
		present.map((name) => {
			const value = properties[name];
			return [name, isRecord(value) ? JSON.stringify(value) : String(value)];
		}),
	);
}
