import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Template } from '../template/template.ts';
import type { FunctionSet } from './function-set.ts';
import { requirePermission } from './permissions.ts';
import {
	startSchedules,
	type RunningSchedules,
	type Schedule,
	type ScheduleOptions,
} from './schedules.ts';

const RuleSchema = v.object({
	ScheduleExpression: v.optional(v.string()),
	State: v.optional(v.string(), 'ENABLED'),
	Targets: v.optional(v.array(v.object({ Arn: v.string(), Input: v.optional(v.string()) })), []),
});

/** Starts the timers of the template's enabled rules and returns what looks at them and stops them. */
export function startFunctionSchedules(
	template: Template,
	functions: FunctionSet,
	options: ScheduleOptions,
): RunningSchedules {
	const schedules = template.resources('AWS::Events::Rule').flatMap((rule): Schedule[] => {
		const { ScheduleExpression, State, Targets } = v.parse(RuleSchema, rule.properties);
		if (ScheduleExpression === undefined || State !== 'ENABLED') return [];
		return Targets.map(({ Arn, Input }) => {
			requirePermission(template, Arn, 'events.amazonaws.com');
			const eventAt = (now: Date): unknown =>
				Input === undefined ? scheduledEvent(rule.attributes.Arn, now) : JSON.parse(Input);
			return {
				name: rule.logicalId,
				expression: ScheduleExpression,
				eventAt,
				run: (given) => functions.byArn(Arn).async.accept(given),
			};
		});
	});
	return startSchedules(schedules, options);
}

/** EventBridge's own event, for a rule that gives no input. */
function scheduledEvent(ruleArn: string | undefined, now: Date): unknown {
	return {
		version: '0',
		id: randomUUID(),
		'detail-type': 'Scheduled Event',
		source: 'aws.events',
		time: now.toISOString(),
		resources: [ruleArn],
		detail: {},
	};
}
