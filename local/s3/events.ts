import { createHash } from 'node:crypto';
import type { BucketProperties } from './bucket-properties.ts';
import { encodeFormComponent } from './uri.ts';

/** S3's own event record; https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export interface S3EventRecord {
	readonly eventVersion: string;
	readonly eventSource: 'aws:s3';
	readonly awsRegion: string;
	/** ISO 8601 with milliseconds, UTC. */
	readonly eventTime: string;
	/** Without the `s3:` of the rule, e.g. `ObjectCreated:Put`. */
	readonly eventName: string;
	readonly userIdentity: { readonly principalId: string };
	readonly requestParameters: { readonly sourceIPAddress: string };
	readonly responseElements: {
		readonly 'x-amz-request-id': string;
		readonly 'x-amz-id-2': string;
	};
	readonly s3: {
		readonly s3SchemaVersion: '1.0';
		readonly configurationId: string;
		readonly bucket: {
			readonly name: string;
			readonly ownerIdentity: { readonly principalId: string };
			readonly arn: string;
		};
		readonly object: {
			/** URL-encoded, a space as `+`. */
			readonly key: string;
			/** Bytes. Absent where an object was removed. */
			readonly size?: number;
			readonly eTag?: string;
			/** Absent in a bucket without versioning. */
			readonly versionId?: string;
			/** Hexadecimal; comparable between events of one key only. */
			readonly sequencer: string;
		};
	};
	readonly glacierEventData?: {
		readonly restoreEventData: {
			readonly lifecycleRestorationExpiryTime: string;
			readonly lifecycleRestoreStorageClass: string;
		};
	};
	readonly lifecycleEventData?: {
		readonly transitionEventData: { readonly destinationStorageClass: string };
	};
}

/** One event for one destination: `event` is exactly what a function receives, and what a message to a queue holds. */
export interface S3Notification {
	readonly bucket: string;
	/** A function, or a queue of SQS. */
	readonly destinationArn: string;
	readonly event: { readonly Records: readonly [S3EventRecord] };
}

/** What happened to an object, before the bucket's rules choose where it is sent. */
export interface ObjectEvent {
	/** With the `s3:` of the rules, e.g. `s3:ObjectCreated:Put`. */
	readonly name: string;
	readonly bucket: string;
	readonly key: string;
	readonly sizeBytes?: number;
	readonly eTag?: string;
	readonly versionId?: string;
	/** Grows with every change the store makes. */
	readonly sequence: number;
	readonly principal: string;
	readonly requestId: string;
	readonly time: Date;
	readonly restore?: { readonly expiresAt: Date; readonly storageClass: string };
	readonly transitionTo?: string;
}

interface Rule {
	readonly id: string;
	readonly event: string;
	readonly prefix: string;
	readonly suffix: string;
	readonly destinationArn: string;
}

/** The notifications that a bucket's rules ask for; none if no rule matches. */
export function notificationsFor(
	event: ObjectEvent,
	properties: BucketProperties,
	region: string,
): S3Notification[] {
	return notificationRules(properties)
		.filter((rule) => matches(rule, event))
		.map((rule) => ({
			bucket: event.bucket,
			destinationArn: rule.destinationArn,
			event: { Records: [recordOf(event, rule.id, region)] },
		}));
}

function matches(rule: Rule, event: ObjectEvent): boolean {
	const named = rule.event.endsWith('*')
		? event.name.startsWith(rule.event.slice(0, -1))
		: event.name === rule.event;
	return named && event.key.startsWith(rule.prefix) && event.key.endsWith(rule.suffix);
}

function notificationRules(properties: BucketProperties): Rule[] {
	const { LambdaConfigurations = [], QueueConfigurations = [] } =
		properties.NotificationConfiguration ?? {};
	return [
		...LambdaConfigurations.map((rule) => toRule(rule, rule.Function)),
		...QueueConfigurations.map((rule) => toRule(rule, rule.Queue)),
	];
}

interface RuleProperties {
	readonly Event: string;
	readonly Filter?:
		{ readonly S3Key: { readonly Rules: readonly { Name: string; Value: string }[] } } | undefined;
}

function toRule(properties: RuleProperties, destinationArn: string): Rule {
	const valueOf = (name: string): string =>
		properties.Filter?.S3Key.Rules.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? '';
	const described = JSON.stringify([properties.Event, properties.Filter, destinationArn]);
	return {
		// CloudFormation's rules have no name; AWS gives them a random one that stays the same.
		id: createHash('sha256').update(described).digest('hex').slice(0, 32),
		event: properties.Event,
		prefix: valueOf('prefix'),
		suffix: valueOf('suffix'),
		destinationArn,
	};
}

function recordOf(event: ObjectEvent, configurationId: string, region: string): S3EventRecord {
	return {
		// Lifecycle events came with a later version of the schema than the others.
		eventVersion: event.name.startsWith('s3:Lifecycle') ? '2.3' : '2.1',
		eventSource: 'aws:s3',
		awsRegion: region,
		eventTime: event.time.toISOString(),
		eventName: event.name.slice('s3:'.length),
		userIdentity: { principalId: event.principal },
		requestParameters: { sourceIPAddress: '127.0.0.1' },
		responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': event.requestId },
		s3: {
			s3SchemaVersion: '1.0',
			configurationId,
			bucket: {
				name: event.bucket,
				ownerIdentity: { principalId: 'LOCAL' },
				arn: `arn:aws:s3:::${event.bucket}`,
			},
			object: objectOf(event),
		},
		...(event.restore && {
			glacierEventData: {
				restoreEventData: {
					lifecycleRestorationExpiryTime: event.restore.expiresAt.toISOString(),
					lifecycleRestoreStorageClass: event.restore.storageClass,
				},
			},
		}),
		...(event.transitionTo && {
			lifecycleEventData: {
				transitionEventData: { destinationStorageClass: event.transitionTo },
			},
		}),
	};
}

function objectOf(event: ObjectEvent): S3EventRecord['s3']['object'] {
	return {
		key: encodeFormComponent(event.key),
		...(event.sizeBytes !== undefined && { size: event.sizeBytes }),
		...(event.eTag !== undefined && { eTag: event.eTag }),
		...(event.versionId !== undefined && { versionId: event.versionId }),
		sequencer: event.sequence.toString(16).toUpperCase().padStart(18, '0'),
	};
}
