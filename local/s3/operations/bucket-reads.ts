import type { LifecycleRuleProperties } from '../bucket-properties.ts';
import { xmlReply, type Call, type Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import { element, s3Document, type Xml } from '../xml.ts';

/** The parts of the bucket's configuration that the health page reads. None can be written here. */

/** Of us-east-1 S3 says nothing. */
export function getLocation({ region }: Call): Reply {
	return xmlReply(s3Document('LocationConstraint', region === 'us-east-1' ? '' : region));
}

export function getVersioning({ bucket }: Call): Reply {
	const status = bucket.versioned ? element('Status', 'Enabled') : undefined;
	return xmlReply(s3Document('VersioningConfiguration', [status]));
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
		...rule.TagFilters.map(({ Key, Value }) =>
			element('Tag', [element('Key', Key), element('Value', Value)]),
		),
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

function optional(tag: string, value: string | number | undefined): Xml | undefined {
	return value === undefined ? undefined : element(tag, value);
}
