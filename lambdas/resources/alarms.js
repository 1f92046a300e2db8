// Every alarm of the stage, from the files that declare them: `alarms.yml` of each function, and
// `…-alarms.yml` in this folder. CloudFormation itself cannot list what a template declares.
import { readdirSync } from 'node:fs';
import { declaredIn, folders } from './folders.js';

/** The alarms by their logical id. */
export async function alarms(framework) {
	const shared = readdirSync(import.meta.dirname).filter((file) => file.endsWith('-alarms.yml'));
	const files = [
		...shared.map((file) => `lambdas/resources/${file}`),
		...(await folders(framework)).map((folder) => `lambdas/${folder}/alarms.yml`),
	];
	const declared = Object.entries(await declaredIn(files, framework));
	return declared.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
}

/** The last parts of their names with commas between, for the function that looks whether all are there. */
export async function names(framework) {
	const service = await framework.resolveVariable('self:service');
	const stage = await framework.resolveVariable('sls:stage');
	const lastParts = (await alarms(framework)).map(([, alarm]) =>
		whereDeclared(alarm, alarm.Properties.AlarmName.slice(`${service}-${stage}-`.length)),
	);
	return { 'Fn::Join': [',', lastParts] };
}

/** Their ARNs as a list in JSON, without its brackets. */
export async function arns(framework) {
	const quoted = (await alarms(framework)).map(([id, alarm]) =>
		whereDeclared(alarm, { 'Fn::Sub': `"\${${id}.Arn}"` }),
	);
	return { 'Fn::Join': [', ', quoted] };
}

/** A value that is left out of its list where the alarm's own condition does not hold. */
function whereDeclared({ Condition }, value) {
	return Condition === undefined
		? value
		: { 'Fn::If': [Condition, value, { Ref: 'AWS::NoValue' }] };
}
