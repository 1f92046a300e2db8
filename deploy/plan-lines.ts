import type { ResourceChange } from '@aws-sdk/client-cloudformation';
import type { Parameters } from './cloud.ts';

/** Replacing one of these loses what is in it, or its address. */
const PRECIOUS = new Set([
	'AWS::S3::Bucket',
	'AWS::RDS::DBInstance',
	'AWS::Cognito::UserPool',
	'AWS::Cognito::UserPoolClient',
	'AWS::CloudFront::Distribution',
	'AWS::ApiGatewayV2::Api',
]);

/** Not set in deploy/stages.yml but found out by the deployment itself. */
const FOUND_OUT = new Set(['SiteOrigin', 'S3PrefixList', 'DerivativesPublicKeyPem']);

/** Which values of the stage become others: a domain or an address goes away with its value. */
export function parameterLines(before: Parameters, after: Parameters): readonly string[] {
	return Object.entries(after)
		.filter(([name, value]) => !FOUND_OUT.has(name) && value !== (before[name] ?? ''))
		.map(([name, value]) => `    ${name}: ${wordOf(before[name])} → ${wordOf(value)}`);
}

function wordOf(value = ''): string {
	return value === '' ? 'none' : value;
}

/** A plan to read: what is lost comes first and shouts, new code comes last and is counted. */
export function planLines(changes: readonly ResourceChange[]): readonly string[] {
	const lines = changes.map((change) => ({ change, danger: dangerOf(change) }));
	const code = lines.filter(({ change }) => isCodeOnly(change)).length;
	return [
		...lines
			.filter(({ change }) => !isCodeOnly(change))
			.sort((one, other) => other.danger - one.danger)
			.map(({ change, danger }) => `${danger > 1 ? '!!! ' : '    '}${wordsOf(change)}`),
		...(code === 0 ? [] : [`    new code for ${String(code)} functions`]),
		...(changes.length === 0 ? ['Nothing would change.'] : []),
	];
}

function dangerOf({ Action, Replacement, ResourceType = '' }: ResourceChange): number {
	const goes = Action === 'Remove' || Replacement === 'True' || Replacement === 'Conditional';
	if (!goes) return 0;
	return PRECIOUS.has(ResourceType) ? 2 : 1;
}

function wordsOf({
	Action,
	Replacement,
	LogicalResourceId,
	ResourceType,
	Details,
}: ResourceChange): string {
	const what = `${LogicalResourceId ?? '?'} (${ResourceType ?? '?'})`;
	if (Action !== 'Modify') return `${Action === 'Add' ? 'make' : 'remove'} ${what}`;
	const properties = new Set(Details?.map(({ Target }) => Target?.Name ?? Target?.Attribute));
	const verb = Replacement === 'True' ? 'REPLACE' : 'change';
	const maybe = Replacement === 'Conditional' ? ', perhaps by replacing it' : '';
	return `${verb} ${what}: ${[...properties].join(', ')}${maybe}`;
}

function isCodeOnly({ Action, ResourceType, Details = [] }: ResourceChange): boolean {
	return (
		Action === 'Modify' &&
		ResourceType === 'AWS::Lambda::Function' &&
		Details.length > 0 &&
		Details.every(({ Target }) => Target?.Name === 'Code')
	);
}
