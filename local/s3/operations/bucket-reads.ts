import type { CorsRuleProperties, LifecycleRuleProperties } from '../bucket-properties.ts';
import { xmlReply, type Call, type Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import { element, s3Document, type Xml } from '../xml.ts';

/** The bucket's configuration as S3 reports it. It can be read and never written here. */

export function headBucket(call: Call): Reply {
	return { status: 200, headers: { 'x-amz-bucket-region': call.region } };
}

export function getVersioning({ bucket }: Call): Reply {
	const status = bucket.versioned ? element('Status', 'Enabled') : undefined;
	return xmlReply(s3Document('VersioningConfiguration', [status]));
}

export function getCors({ bucket }: Call): Reply {
	const rules = bucket.properties.CorsConfiguration?.CorsRules;
	if (!rules) throw new S3Error('NoSuchCORSConfiguration');
	return xmlReply(s3Document('CORSConfiguration', rules.map(corsRule)));
}

function corsRule(rule: CorsRuleProperties): Xml {
	return element('CORSRule', [
		optional('ID', rule.Id),
		...rule.AllowedOrigins.map((each) => element('AllowedOrigin', each)),
		...rule.AllowedMethods.map((each) => element('AllowedMethod', each)),
		...rule.AllowedHeaders.map((each) => element('AllowedHeader', each)),
		...rule.ExposedHeaders.map((each) => element('ExposeHeader', each)),
		optional('MaxAgeSeconds', rule.MaxAge),
	]);
}

export function getLifecycle({ bucket }: Call): Reply {
	const configuration = bucket.properties.LifecycleConfiguration;
	if (!configuration) throw new S3Error('NoSuchLifecycleConfiguration');
	return xmlReply(s3Document('LifecycleConfiguration', configuration.Rules.map(lifecycleRule)));
}

function lifecycleRule(rule: LifecycleRuleProperties, index: number): Xml {
	const { NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = rule;
	const transitions = [...rule.Transitions, ...(rule.Transition ? [rule.Transition] : [])];
	const expiration = [
		optional('Days', rule.ExpirationInDays),
		rule.ExpiredObjectDeleteMarker ? element('ExpiredObjectDeleteMarker', true) : undefined,
	].filter((each) => each !== undefined);
	return element('Rule', [
		element('ID', rule.Id ?? `rule-${String(index + 1)}`),
		lifecycleFilter(rule),
		element('Status', rule.Status),
		...transitions.map((each) =>
			element('Transition', [
				element('Days', each.TransitionInDays),
				element('StorageClass', each.StorageClass),
			]),
		),
		expiration.length > 0 ? element('Expiration', expiration) : undefined,
		noncurrent &&
			element('NoncurrentVersionExpiration', [
				element('NoncurrentDays', noncurrent.NoncurrentDays),
				optional('NewerNoncurrentVersions', noncurrent.NewerNoncurrentVersions),
			]),
		abort &&
			element('AbortIncompleteMultipartUpload', [
				element('DaysAfterInitiation', abort.DaysAfterInitiation),
			]),
	]);
}

/** Several conditions stand in an And, a single one alone. */
function lifecycleFilter(rule: LifecycleRuleProperties): Xml {
	const conditions = [
		rule.Prefix === '' ? undefined : element('Prefix', rule.Prefix),
		optional('ObjectSizeGreaterThan', rule.ObjectSizeGreaterThan),
		optional('ObjectSizeLessThan', rule.ObjectSizeLessThan),
	].filter((each) => each !== undefined);
	if (conditions.length > 1) return element('Filter', [element('And', conditions)]);
	return element('Filter', conditions.length === 1 ? conditions : [element('Prefix', '')]);
}

export function getPublicAccessBlock({ bucket }: Call): Reply {
	const block = bucket.properties.PublicAccessBlockConfiguration;
	if (!block) throw new S3Error('NoSuchPublicAccessBlockConfiguration');
	return xmlReply(
		s3Document('PublicAccessBlockConfiguration', [
			element('BlockPublicAcls', block.BlockPublicAcls),
			element('IgnorePublicAcls', block.IgnorePublicAcls),
			element('BlockPublicPolicy', block.BlockPublicPolicy),
			element('RestrictPublicBuckets', block.RestrictPublicBuckets),
		]),
	);
}

/** AWS encrypts with its own key where a bucket says nothing. */
export function getEncryption({ bucket }: Call): Reply {
	const [rule] = bucket.properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
	const byDefault = rule?.ServerSideEncryptionByDefault;
	return xmlReply(
		s3Document('ServerSideEncryptionConfiguration', [
			element('Rule', [
				element('ApplyServerSideEncryptionByDefault', [
					element('SSEAlgorithm', byDefault?.SSEAlgorithm ?? 'AES256'),
					optional('KMSMasterKeyID', byDefault?.KMSMasterKeyID),
				]),
				element('BucketKeyEnabled', rule?.BucketKeyEnabled ?? false),
			]),
		]),
	);
}

export function getOwnershipControls({ bucket }: Call): Reply {
	const rules = bucket.properties.OwnershipControls?.Rules;
	if (!rules) throw new S3Error('OwnershipControlsNotFoundError');
	return xmlReply(
		s3Document(
			'OwnershipControls',
			rules.map((rule) => element('Rule', [element('ObjectOwnership', rule.ObjectOwnership)])),
		),
	);
}

export function getNotification({ bucket }: Call): Reply {
	const configuration = bucket.properties.NotificationConfiguration;
	return xmlReply(
		s3Document('NotificationConfiguration', [
			...(configuration?.LambdaConfigurations ?? []).map((each) =>
				element('CloudFunctionConfiguration', [
					element('CloudFunction', each.Function),
					...notificationRule(each),
				]),
			),
			...(configuration?.QueueConfigurations ?? []).map((each) =>
				element('QueueConfiguration', [element('Queue', each.Queue), ...notificationRule(each)]),
			),
			...(configuration?.TopicConfigurations ?? []).map((each) =>
				element('TopicConfiguration', [element('Topic', each.Topic), ...notificationRule(each)]),
			),
		]),
	);
}

interface NotificationRule {
	readonly Event: string;
	readonly Filter?:
		{ readonly S3Key: { readonly Rules: readonly { Name: string; Value: string }[] } } | undefined;
}

function notificationRule({ Event: event, Filter: filter }: NotificationRule): Xml[] {
	const rules = (filter?.S3Key.Rules ?? []).map((rule) =>
		element('FilterRule', [element('Name', rule.Name), element('Value', rule.Value)]),
	);
	const filterElement = rules.length > 0 ? [element('Filter', [element('S3Key', rules)])] : [];
	return [element('Event', event), ...filterElement];
}

function optional(tag: string, value: string | number | undefined): Xml | undefined {
	return value === undefined ? undefined : element(tag, value);
}
