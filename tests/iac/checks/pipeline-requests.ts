import { PLACE, STAGE, type Request } from '../pipeline.ts';

const { region, accountId } = PLACE;

/** What CloudFormation does in the name of who asked for it. */
export const BY_CLOUDFORMATION = { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' };

export function arn(service: string, resource: string): string {
	return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** What the roles of a stage are made in. */
export function boundaryOf(stage: string): string {
	return `arn:aws:iam::${accountId}:policy/github-cloudvault-${stage}-${region}-boundary`;
}

/** As IAM tells it of the role that a request is about. */
export const inBoundary = (stage: string) => ({ 'iam:PermissionsBoundary': boundaryOf(stage) });

export const stack = (stage: string) => arn('cloudformation', `stack/cloudvault-${stage}/1-2-3`);

export function changeSet(action: string, name: string): Request {
	const context = { 'cloudformation:ChangeSetName': name };
	return { action: `cloudformation:${action}`, resource: stack(STAGE), context };
}

/** What belongs to a stage by its name: a change of each. */
export function named(stage: string): readonly Request[] {
	const name = `cloudvault-${stage}`;
	const role = `arn:aws:iam::${accountId}:role/${name}-VaultRole-1`;
	return [
		{ action: 'cloudformation:ExecuteChangeSet', resource: stack(stage) },
		{ action: 's3:PutBucketPolicy', resource: `arn:aws:s3:::${name}-vault-${accountId}-${region}` },
		{ action: 's3:PutObject', resource: `arn:aws:s3:::${name}-site-${accountId}-${region}/a.js` },
		{ action: 's3:PutObject', resource: `arn:aws:s3:::${name}-serverlessdeploymentbucket-1/a` },
		{ action: 'lambda:UpdateFunctionCode', resource: arn('lambda', `function:${name}-vault`) },
		{ action: 'lambda:InvokeFunction', resource: arn('lambda', `function:${name}-migrate`) },
		{ action: 'iam:PutRolePolicy', resource: role, context: inBoundary(stage) },
		{
			action: 'iam:PassRole',
			resource: role,
			context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
		},
		{
			action: 'iam:CreatePolicyVersion',
			resource: `arn:aws:iam::${accountId}:policy/${name}-TracePolicy-1`,
		},
		{ action: 'logs:DeleteLogGroup', resource: arn('logs', `log-group:/aws/http-api/${name}`) },
		{ action: 'logs:DeleteLogGroup', resource: arn('logs', `log-group:/aws/lambda/${name}-vault`) },
		{ action: 'cloudwatch:DeleteAlarms', resource: arn('cloudwatch', `alarm:${name}-api-errors`) },
		{ action: 'events:DeleteRule', resource: arn('events', `rule/${name}-SweepEventsRule-1`) },
		{ action: 'sns:DeleteTopic', resource: arn('sns', `${name}-AlarmTopic-1`) },
		{ action: 'sqs:DeleteQueue', resource: arn('sqs', `${name}-DeadLetterQueue-1`) },
		{ action: 'rds:DeleteDBInstance', resource: arn('rds', `db:${name}`) },
		{ action: 'rds:RegisterDBProxyTargets', resource: arn('rds', `db:${name}`) },
		{ action: 'rds:DeregisterDBProxyTargets', resource: arn('rds', `db:${name}`) },
		{
			action: 'budgets:ModifyBudget',
			resource: `arn:aws:budgets::${accountId}:budget/${name}-${region}`,
		},
	];
}

/** What has no name to go by: told apart by tags, and changed by CloudFormation alone. */
export function numbered(
	stage: string,
	context: Readonly<Record<string, string>>,
): readonly Request[] {
	const tags = { 'aws:ResourceTag/application': 'cloudvault', 'aws:ResourceTag/stage': stage };
	return [
		{ action: 'cognito-idp:UpdateUserPool', resource: arn('cognito-idp', 'userpool/1') },
		{ action: 'kms:PutKeyPolicy', resource: arn('kms', 'key/1') },
		{ action: 'ec2:DeleteSecurityGroup', resource: arn('ec2', 'security-group/sg-1') },
		{ action: 'rds:ModifyDBProxy', resource: arn('rds', 'db-proxy:prx-1') },
		{
			action: 'cloudfront:UpdateDistribution',
			resource: `arn:aws:cloudfront::${accountId}:distribution/E1`,
		},
	].map((request) => ({ ...request, context: { ...tags, ...context } }));
}

/** CloudWatch asks about all, also where the question names some. */
export const SEE_ALARMS: Request = {
	action: 'cloudwatch:DescribeAlarms',
	resource: arn('cloudwatch', 'alarm:*'),
	context: BY_CLOUDFORMATION,
};
