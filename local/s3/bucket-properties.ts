import * as v from 'valibot';

/**
 * The parts of `AWS::S3::Bucket` that this server acts on, in CloudFormation's own shape, so that
 * the packaged template is the only place where a bucket is described.
 */

// Template functions and YAML turn numbers and booleans into text now and then; AWS takes both.
const Count = v.pipe(
	v.union([v.number(), v.pipe(v.string(), v.transform(Number))]),
	v.integer(),
	v.minValue(0),
);
const Flag = v.union([
	v.boolean(),
	v.pipe(
		v.picklist(['true', 'false']),
		v.transform((text) => text === 'true'),
	),
]);

const CorsRule = v.strictObject({
	Id: v.optional(v.string()),
	AllowedOrigins: v.array(v.string()),
	AllowedMethods: v.array(v.string()),
	AllowedHeaders: v.optional(v.array(v.string()), []),
	ExposedHeaders: v.optional(v.array(v.string()), []),
	/** Seconds. */
	MaxAge: v.optional(Count),
});

const Transition = v.strictObject({ StorageClass: v.string(), TransitionInDays: Count });

// A condition we overlooked would make a rule apply to more than it says: nothing unknown here.
const LifecycleRule = v.strictObject({
	Id: v.optional(v.string()),
	Status: v.picklist(['Enabled', 'Disabled']),
	Prefix: v.optional(v.string(), ''),
	/** An object must carry all of them. */
	TagFilters: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []),
	/** Bytes, exclusive. */
	ObjectSizeGreaterThan: v.optional(Count),
	/** Bytes, exclusive. */
	ObjectSizeLessThan: v.optional(Count),
	Transitions: v.optional(v.array(Transition), []),
	Transition: v.optional(Transition),
	ExpirationInDays: v.optional(Count),
	ExpiredObjectDeleteMarker: v.optional(Flag, false),
	NoncurrentVersionExpiration: v.optional(
		v.object({ NoncurrentDays: Count, NewerNoncurrentVersions: v.optional(Count) }),
	),
	NoncurrentVersionExpirationInDays: v.optional(Count),
	AbortIncompleteMultipartUpload: v.optional(v.object({ DaysAfterInitiation: Count })),
});

const notificationRule = {
	Event: v.string(),
	Filter: v.optional(
		v.object({
			S3Key: v.object({ Rules: v.array(v.object({ Name: v.string(), Value: v.string() })) }),
		}),
	),
};

const BucketPropertiesSchema = v.object({
	VersioningConfiguration: v.optional(v.object({ Status: v.literal('Enabled') })),
	CorsConfiguration: v.optional(v.object({ CorsRules: v.array(CorsRule) })),
	LifecycleConfiguration: v.optional(
		v.object({
			Rules: v.array(LifecycleRule),
			TransitionDefaultMinimumObjectSize: v.optional(
				v.picklist(['varies_by_storage_class', 'all_storage_classes_128K']),
			),
		}),
	),
	NotificationConfiguration: v.optional(
		// Strict: a rule for a topic has no counterpart here and must not be passed over.
		v.strictObject({
			LambdaConfigurations: v.optional(
				v.array(v.object({ ...notificationRule, Function: v.string() })),
			),
			QueueConfigurations: v.optional(
				v.array(v.object({ ...notificationRule, Queue: v.string() })),
			),
		}),
	),
	PublicAccessBlockConfiguration: v.optional(
		v.object({
			BlockPublicAcls: v.optional(Flag, false),
			IgnorePublicAcls: v.optional(Flag, false),
			BlockPublicPolicy: v.optional(Flag, false),
			RestrictPublicBuckets: v.optional(Flag, false),
		}),
	),
	BucketEncryption: v.optional(
		v.object({
			ServerSideEncryptionConfiguration: v.array(
				v.object({
					BucketKeyEnabled: v.optional(Flag),
					ServerSideEncryptionByDefault: v.optional(
						v.object({
							SSEAlgorithm: v.string(),
							KMSMasterKeyID: v.optional(v.string()),
						}),
					),
				}),
			),
		}),
	),
	OwnershipControls: v.optional(
		v.object({ Rules: v.array(v.object({ ObjectOwnership: v.string() })) }),
	),
});

/** What a caller may write: CloudFormation's shape, with text for numbers and booleans allowed. */
export type CfnBucketProperties = v.InferInput<typeof BucketPropertiesSchema>;
export type BucketProperties = v.InferOutput<typeof BucketPropertiesSchema>;
export type CorsRuleProperties = v.InferOutput<typeof CorsRule>;
export type TransitionProperties = v.InferOutput<typeof Transition>;
export type LifecycleRuleProperties = v.InferOutput<typeof LifecycleRule>;

/** Properties that describe the bucket without changing how it answers. */
const WITHOUT_EFFECT = ['BucketName', 'Tags', 'LoggingConfiguration', 'AccessControl'];

/** Parses one bucket's resolved properties. A wrong shape throws, naming the bucket and path. */
export function parseBucketProperties(name: string, properties: unknown): BucketProperties {
	const parsed = v.safeParse(BucketPropertiesSchema, properties);
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	throw new TypeError(`Bucket ${name}: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** The properties we were given and do not act on, so that the log names the difference to AWS. */
export function ignoredProperties(properties: unknown): string[] {
	if (typeof properties !== 'object' || properties === null) return [];
	const known = new Set([...Object.keys(BucketPropertiesSchema.entries), ...WITHOUT_EFFECT]);
	return Object.keys(properties).filter((name) => !known.has(name));
}

export function isVersioned(properties: BucketProperties): boolean {
	return properties.VersioningConfiguration !== undefined;
}
