import { describe, expect, it } from 'vitest';
import { nagFindings } from './opinions.ts';
import { decided, parametersOf } from './stage.ts';
import { readTemplate } from './template.ts';

/** Findings we live with: for these resources, for this reason. */
const ACCEPTED: Readonly<Record<string, { on: RegExp; because: string }>> = {
	'AwsSolutions-S1': {
		on: /^(ServerlessDeploymentBucket|SiteBucket)$/,
		because:
			'what lies there is our own code, the same for everybody; the vault and its log are logged',
	},
	'AwsSolutions-VPC7': {
		on: /^Network$/,
		because: 'no packet can leave or enter; the four ways inside are each written down as a rule',
	},
	'AwsSolutions-RDS11': {
		on: /^Database$/,
		because: 'another port hides nothing: only the proxy can reach this one',
	},
	'AwsSolutions-IAM5': {
		on: /^(RunInNetworkPolicy|TracePolicy|\w+Role)$/,
		because:
			'the check of roles explains each: keys of people, subscriptions, and what AWS cannot limit',
	},
	'Serverless-LambdaStarPermissions': {
		on: /^(PurgeRole|NotificationsRole|SweepRole)$/,
		because:
			'to IAM a subscription of SNS is no resource; the endpoint lets no other account be reached',
	},
	'Serverless-LambdaEventSourceMappingDestination': {
		on: /SQSObjectEventQueue$/,
		because: 'that is for streams; the queue itself sets aside what fails',
	},
	'Serverless-SQSRedrivePolicy': {
		on: /^DeadLetterQueue$/,
		because: 'it is the dead-letter queue',
	},
	'AwsSolutions-COG1': {
		on: /^UserPool$/,
		because: 'twelve characters without rules about kinds, as NIST SP 800-63B advises',
	},
	'AwsSolutions-COG2': { on: /^UserPool$/, because: 'each person decides about a second factor' },
	'AwsSolutions-COG8': {
		on: /^UserPool$/,
		because:
			'the plus plan costs 2 cents per person a month; an owner who wants it changes one word',
	},
	'AwsSolutions-CFR1': { on: /^SiteDistribution$/, because: 'people travel' },
	'AwsSolutions-CFR3': {
		on: /^SiteDistribution$/,
		because: 'it serves the same files to everybody; who did what stands in the log of the API',
	},
	'AwsSolutions-CFR4': {
		on: /^SiteDistribution$/,
		because: "without a name of one's own CloudFront chooses the least TLS version itself",
	},
	'Serverless-LambdaDLQ': {
		on: /LambdaFunction$/,
		because:
			'API functions are not called asynchronously; the others have a failure destination instead',
	},
	'Serverless-LambdaAsyncFailureDestination': {
		on: /^MigrateLambdaEvConf$/,
		because: 'only the deployment calls it, and waits for the answer',
	},
	'Serverless-EventBusDLQ': {
		on: /^((Manifest|Restores)EventsRuleSchedule1|SweepEventsRuleSchedule[12])$/,
		because:
			'a schedule that did not arrive comes again in minutes, and an alarm hears silence: SweepMissing, ManifestMissing, RestoresMissing',
	},
	'Serverless-SNSRedrivePolicy': {
		on: /^AlarmEmailSubscription$/,
		because: 'a mail that is lost leaves the alarm red in CloudWatch',
	},
};

describe('cdk-nag on the production stage', () => {
	const template = readTemplate();
	const parameters = { ...parametersOf(template, 'production'), DerivativesPublicKeyPem: 'a key' };
	const found = nagFindings(decided(template, parameters));

	it('finds nothing in its AwsSolutions and Serverless packs that is not explained', () => {
		const unexplained = found.filter(({ rule, on }) => !ACCEPTED[rule]?.on.test(on));

		expect(unexplained).toEqual([]);
	});

	it('still finds everything that is explained', () => {
		const rules = new Set(found.map(({ rule }) => rule));

		expect(Object.keys(ACCEPTED).filter((rule) => !rules.has(rule))).toEqual([]);
	});

	it('finds a vault bucket that is open', () => {
		const open = structuredClone(template);
		Reflect.deleteProperty(open.Resources.VaultBucket ?? {}, 'Properties');

		expect(nagFindings(open).map(({ on }) => on)).toContain('VaultBucket');
	});
});
