import * as v from 'valibot';
import { isRecord } from '../template/intrinsics.ts';
import type { Template } from '../template/template.ts';

/**
 * Throws unless the template lets a service call a function. Without the permission AWS would drop the
 * call, and no part would report it.
 */
export function requirePermission(template: Template, functionArn: string, service: string): void {
	const name = functionArn.split(':').at(-1);
	const isGranted = template.resources('AWS::Lambda::Permission').some(({ properties }) => {
		const { FunctionName, Principal, Action } = properties;
		return (
			(FunctionName === functionArn || FunctionName === name) &&
			Principal === service &&
			Action === 'lambda:InvokeFunction'
		);
	});
	if (isGranted) return;
	throw new Error(
		`The template has no AWS::Lambda::Permission for ${service} to call ${name ?? ''}`,
	);
}

const QueuePolicySchema = v.object({
	PolicyDocument: v.object({
		Statement: v.array(
			v.object({
				Effect: v.string(),
				Principal: v.unknown(),
				Action: v.unknown(),
				Resource: v.unknown(),
			}),
		),
	}),
});

/** Throws unless the template lets a service send to a queue: AWS would refuse to make the rule. */
export function requireQueuePolicy(template: Template, queueArn: string, service: string): void {
	const isGranted = template
		.resources('AWS::SQS::QueuePolicy')
		.flatMap(({ properties }) => v.parse(QueuePolicySchema, properties).PolicyDocument.Statement)
		.some(
			({ Effect, Principal, Action, Resource }) =>
				Effect === 'Allow' &&
				isRecord(Principal) &&
				Principal.Service === service &&
				Action === 'sqs:SendMessage' &&
				Resource === queueArn,
		);
	if (isGranted) return;
	throw new Error(
		`The template has no AWS::SQS::QueuePolicy for ${service} to send to ${queueArn}`,
	);
}
