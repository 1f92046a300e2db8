import * as v from 'valibot';
import type { Authorizer } from '../iam/authorizer.ts';
import type { Resource, Template } from '../template/template.ts';
import { EventSource, type QueueTimes } from './event-source.ts';
import type { FunctionSet } from './function-set.ts';
import type { MessageStore } from './message-store.ts';

const Whole = v.union([v.number(), v.pipe(v.string(), v.transform(Number))]);
const MappingSchema = v.strictObject({
	EventSourceArn: v.string(),
	FunctionName: v.string(),
	Enabled: v.optional(v.boolean(), true),
	BatchSize: v.optional(Whole, 10),
	MaximumBatchingWindowInSeconds: v.optional(Whole, 0),
	FunctionResponseTypes: v.optional(v.array(v.picklist(['ReportBatchItemFailures'])), []),
	ScalingConfig: v.optional(v.object({ MaximumConcurrency: v.optional(Whole, 2) }), {}),
});
const QueueSchema = v.object({
	DelaySeconds: v.optional(Whole, 0),
	VisibilityTimeout: v.optional(Whole, 30),
	RedrivePolicy: v.optional(v.object({ deadLetterTargetArn: v.string(), maxReceiveCount: Whole })),
});

/** What Lambda does with a queue in the name of the function's role; without it AWS makes no mapping. */
const RECEIVING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export interface EventSourcesOptions {
	readonly template: Template;
	readonly functions: FunctionSet;
	readonly store: MessageStore;
	readonly authorize: Authorizer;
	/** In place of what the template declares, for tests that cannot wait. */
	readonly times: QueueTimes | undefined;
	readonly sendTo: (queueArn: string, body: string) => Promise<void>;
}

/** Rejects where a role may not receive from its queue. */
export function openEventSources(options: EventSourcesOptions): Promise<readonly EventSource[]> {
	return Promise.all(mappingsOf(options.template).map((mapping) => open(mapping, options)));
}

type Mapping = v.InferOutput<typeof MappingSchema>;

function mappingsOf(template: Template): readonly Mapping[] {
	return template
		.resources('AWS::Lambda::EventSourceMapping')
		.map(({ properties }) => v.parse(MappingSchema, properties))
		.filter(({ Enabled }) => Enabled);
}

async function open(mapping: Mapping, options: EventSourcesOptions): Promise<EventSource> {
	const { template, functions, store, authorize, times, sendTo } = options;
	const queueArn = mapping.EventSourceArn;
	const consumer = functions.find(mapping.FunctionName);
	if (consumer === undefined) throw new Error(`There is no function ${mapping.FunctionName}`);
	const principal = consumer.roleArn;
	for (const action of RECEIVING) {
		if (await authorize({ principal, action, resource: queueArn, context: {} })) continue;
		throw new Error(`${principal} may not ${action} on ${queueArn}`);
	}
	const queue = v.parse(QueueSchema, queueOf(template, queueArn).properties);
	const { RedrivePolicy: redrive } = queue;
	return new EventSource({
		queueArn,
		region: template.account.region,
		function: consumer.function,
		store,
		batchSize: mapping.BatchSize,
		maxConcurrency: mapping.ScalingConfig.MaximumConcurrency,
		reportsItems: mapping.FunctionResponseTypes.length > 0,
		maxReceiveCount: redrive?.maxReceiveCount ?? Infinity,
		setAside: (body) => sendTo(redrive?.deadLetterTargetArn ?? '', body),
		...(times ?? {
			delayMs: queue.DelaySeconds * 1000,
			windowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
			visibilityMs: queue.VisibilityTimeout * 1000,
		}),
	});
}

function queueOf(template: Template, queueArn: string): Resource {
	const found = template
		.resources('AWS::SQS::Queue')
		.find(({ attributes }) => attributes.Arn === queueArn);
	if (found === undefined) throw new Error(`The template declares no queue ${queueArn}`);
	return found;
}
