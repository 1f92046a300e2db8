import { readFileSync } from 'node:fs';
import type { Check } from '../check.ts';
import { at, resourcesOf, text } from '../template.ts';

const RUNBOOKS = 'docs/operate.md';
const words = readFileSync(RUNBOOKS, 'utf8');

/** The anchors that its headings have. */
const anchors = new Set(
	[...words.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replaceAll(/[^\w\- ]/g, '')
			.replaceAll(' ', '-'),
	),
);

export const runbookChecks: readonly Check[] = [
	{
		promise: 'say of every alarm what to do, in a section that is there',
		find: (template) =>
			resourcesOf(template, 'AWS::CloudWatch::Alarm')
				.map(([id, { Properties }]) => [id, text(at(Properties, 'AlarmDescription'))] as const)
				.filter(([, said]) => !anchors.has(said.split(`What to do: ${RUNBOOKS}#`)[1] ?? ''))
				.map(([id, said]) => `${id}: ${said}`),
		mutants: [
			{ path: 'ApiErrorsAlarm.Properties.AlarmDescription' },
			{
				path: 'ApiErrorsAlarm.Properties.AlarmDescription',
				to: 'Broken. What to do: docs/operate.md#no-such-section',
			},
		],
	},
	{
		promise: 'say what to do about a budget, whose mails cannot name a section',
		find: (template) =>
			resourcesOf(template, 'AWS::Budgets::Budget')
				.map(([id]) => id.toLowerCase())
				.filter((anchor) => !anchors.has(anchor)),
		mutants: [{ path: 'Spending', to: { Type: 'AWS::Budgets::Budget' } }],
	},
	{
		promise: 'ask for no output that the stack does not have',
		find: (template) =>
			[...words.matchAll(/\$\(output (\w+)\)/g)]
				.map(([, name = '']) => name)
				.filter((name) => !(name in template.Outputs)),
		mutants: [{ path: 'Outputs.DeadLetterQueueUrl' }, { path: 'Outputs.AlarmTopicArn' }],
	},
];
