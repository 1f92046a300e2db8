import * as v from 'valibot';
import type { Template } from '../template/template.ts';

const RuleSchema = v.object({
	ScheduleExpression: v.optional(v.string()),
	State: v.optional(v.string(), 'ENABLED'),
	Description: v.optional(v.string()),
});

/** One of the template's rules as DescribeRule tells it; undefined where there is none of that name. */
export function describeRule(template: Template, name: string): object | undefined {
	const found = template.resources('AWS::Events::Rule').find(({ ref }) => ref === name);
	return (
		found && {
			...v.parse(RuleSchema, found.properties),
			Name: found.ref,
			Arn: found.attributes.Arn,
		}
	);
}
