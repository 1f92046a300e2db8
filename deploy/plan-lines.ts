import type { ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
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
const FOUND_OUT = new Set([
	'SiteOrigin',
	'S3PrefixList',
	'DerivativesPublicKeyPem',
	'PermissionsBoundaryArn',
]);

/** Which values of the stage become others: a domain or an address goes away with its value. */
export function parameterLines(before: Parameters, after: Parameters): readonly string[] {
	return Object.entries(after)
		.filter(([name, value]) => !FOUND_OUT.has(name) && value !== (before[name] ?? ''))
		.map(([name, value]) => `    ${name}: ${wordOf(before[name])} → ${wordOf(value)}`);
}

function wordOf(value = ''): string {
	return value === '' ? 'none' : value;
}

/**
 * A plan to read: what is lost comes first and shouts. The framework hands over the code of every function
 * at each deployment, changed or not, so that is only counted.
 */
export function planLines(all: readonly ResourceChange[]): readonly string[] {
	const changes = withoutEchoes(all);
	const code = changes.filter(isCodeOnly).length;
	const lines = changes
		.filter((change) => !isCodeOnly(change))
		.map((change) => ({ change, danger: dangerOf(change) }))
		.sort((one, other) => other.danger - one.danger)
		.map(({ change, danger }) => `${danger > 1 ? '!!! ' : '    '}${wordsOf(change)}`);
	if (lines.length + code === 0) return ['Nothing would change.'];
	return [
		...lines,
		...(code === 0 ? [] : [`    hand over the code of ${String(code)} functions`]),
		...(lines.length === 0 ? ['Nothing else would change.'] : []),
	];
}

/**
 * Without what CloudFormation lists only because it refers to something that changes: what it reads of
 * that, a name or an address, becomes another one only where that is replaced or goes.
 */
function withoutEchoes(changes: readonly ResourceChange[]): readonly ResourceChange[] {
	const moving = new Set(
		changes.filter((change) => dangerOf(change) > 0).map((change) => change.LogicalResourceId),
	);
	const isEcho = ({ Evaluation, ChangeSource, CausingEntity = '' }: ResourceChangeDetail) =>
		Evaluation === 'Dynamic' &&
		ChangeSource === 'ResourceAttribute' &&
		!moving.has(CausingEntity.split('.')[0]);
	return changes.flatMap((change) => {
		const { Action, Details = [] } = change;
		if (Action !== 'Modify' || Details.length === 0) return [change];
		const told = Details.filter((detail) => !isEcho(detail));
		return told.length === 0 ? [] : [{ ...change, Details: told }];
	});
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
