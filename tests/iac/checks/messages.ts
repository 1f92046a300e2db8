import { hasExactly, type Check } from '../check.ts';
import { statementsOf } from '../policies.ts';
import { at, property, resourcesOf, text, type Template } from '../template.ts';

/** Resources of `type` without a policy (of `policyType`, listing them under `key`) that refuses plain HTTP. */
function withoutTls(template: Template, type: string, policyType: string, key: string): string[] {
	return resourcesOf(template, type)
		.map(([id]) => id)
		.filter(
			(id) =>
				!resourcesOf(template, policyType).some(
					([policyId, { Properties }]) =>
						text(at(Properties, key)).includes(`{"Ref":"${id}"}`) &&
						statementsOf(policyId, at(Properties, 'PolicyDocument')).some(
							({ effect, raw }) =>
								effect === 'Deny' &&
								text(at(raw, 'Condition')) === '{"Bool":{"aws:SecureTransport":"false"}}',
						),
				),
		);
}

export const messageChecks: readonly Check[] = [
	hasExactly('keeps an event encrypted for two weeks, and a failed one as well', {
		'ObjectEventQueue.SqsManagedSseEnabled': true,
		'ObjectEventQueue.MessageRetentionPeriod': 1209600,
		'DeadLetterQueue.SqsManagedSseEnabled': true,
		'DeadLetterQueue.MessageRetentionPeriod': 1209600,
	}),
	{
		promise: 'encrypts every topic',
		find: (template) =>
			resourcesOf(template, 'AWS::SNS::Topic')
				.filter(([, { Properties }]) => at(Properties, 'KmsMasterKeyId') === undefined)
				.map(([id]) => id),
		mutants: [{ path: 'PeopleTopic.Properties.KmsMasterKeyId' }],
	},
	{
		promise: 'takes messages over TLS only',
		find: (template) => [
			...withoutTls(template, 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'),
			...withoutTls(template, 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'),
		],
		mutants: [
			{ path: 'PeopleTopicPolicy' },
			{ path: 'ObjectEventQueuePolicy.Properties.PolicyDocument.Statement.1' },
			{ path: 'DeadLetterQueuePolicy.Properties.PolicyDocument.Statement.0.Condition' },
		],
	},
	{
		promise: 'lets no other account publish to people',
		find: (template) =>
			statementsOf('PeopleTopicPolicy', property(template, 'PeopleTopicPolicy.PolicyDocument'))
				.filter(
					({ effect, raw }) => effect === 'Allow' && text(at(raw, 'Principal')) !== OUR_ACCOUNT,
				)
				.map(({ sid }) => sid),
		mutants: [
			{ path: 'PeopleTopicPolicy.Properties.PolicyDocument.Statement.0.Principal', to: '*' },
		],
	},
];

const OUR_ACCOUNT = JSON.stringify({
	AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
});
