import type { ResourceChange } from '@aws-sdk/client-cloudformation';

/** Replacing one of these loses what is in it, or its address. */
const PRECIOUS = new Set([
	'AWS::S3::Bucket',
	'AWS::RDS::DBInstance',
	'AWS::Cognito::UserPool',
	'AWS::Cognito::UserPoolClient',
	'AWS::CloudFront::Distribution',
	'AWS::ApiGatewayV2::Api',
]);

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
