import type { BucketProperties } from './bucket-properties.ts';
import { S3Error } from './errors.ts';
import { STORAGE_CLASSES, type ObjectHeaders } from './store/object-version.ts';

const CONTENT_HEADERS = [
	'cache-control',
	'content-disposition',
	'content-encoding',
	'content-language',
	'expires',
];
/** 2 KB of names and values: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MAX_METADATA_BYTES = 2048;
const METADATA = 'x-amz-meta-';

/** A header or form field by lower-case name. */
type Lookup = (name: string) => string | undefined;

/** What is kept with an object, from the headers of a request or the fields of a form. */
export function objectHeaders(
	fields: Iterable<readonly [name: string, value: string]>,
): ObjectHeaders {
	let contentType = 'binary/octet-stream';
	const content: Record<string, string> = {};
	const metadata: Record<string, string> = {};
	let metadataBytes = 0;
	for (const [name, value] of fields) {
		if (name !== 'content-type' && !name.startsWith(METADATA) && !CONTENT_HEADERS.includes(name)) {
			continue;
		}
		checkHeader(name, value);
		if (name === 'content-type' && value !== '') contentType = value;
		if (name.startsWith(METADATA)) {
			metadata[name.slice(METADATA.length)] = value;
			metadataBytes += name.length - METADATA.length + Buffer.byteLength(value);
		}
		if (CONTENT_HEADERS.includes(name) && value !== '') content[name] = value;
	}
	if (metadataBytes > MAX_METADATA_BYTES) throw new S3Error('MetadataTooLarge');
	return { contentType, content, metadata };
}

/** A form field may hold line breaks and any Unicode; the header it becomes may not. */
export function checkHeader(name: string, value: string): void {
	if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return;
	throw new S3Error('InvalidArgument', {
		message: 'Header value cannot be represented using ISO-8859-1.',
	});
}

export function storageClassOf(lookup: Lookup): string {
	const storageClass = lookup('x-amz-storage-class') ?? 'STANDARD';
	if (STORAGE_CLASSES.some((each) => each === storageClass)) return storageClass;
	throw new S3Error('InvalidStorageClass');
}

/** Instructions that AWS would follow and we cannot: better refused than forgotten. */
const NOT_IMPLEMENTED =
	/^x-amz-(website-redirect-location|copy-source-server-side-encryption-.+|grant-.*|object-lock-.*|write-offset-bytes|rename-source.*|server-side-encryption-.+|expected-bucket-owner|mfa|bypass-governance-retention|if-match-.*|mp-object-size|trailer)$/;

/** Refuses what would change the request's meaning on AWS and has none here. */
export function refuseUnsupported(names: Iterable<string>): void {
	for (const name of names) {
		if (!NOT_IMPLEMENTED.test(name.toLowerCase())) continue;
		throw new S3Error('NotImplemented', { message: `${name} is not implemented` });
	}
}

/** Ownership and encryption instructions are accepted where they change nothing. */
export function checkWriteInstructions(lookup: Lookup, properties: BucketProperties): void {
	const acl = lookup('x-amz-acl');
	const ownership = properties.OwnershipControls?.Rules[0]?.ObjectOwnership;
	if (acl !== undefined && acl !== 'bucket-owner-full-control') {
		const enforced = ownership === undefined || ownership === 'BucketOwnerEnforced';
		throw new S3Error(enforced ? 'AccessControlListNotSupported' : 'NotImplemented');
	}
	const encryption = lookup('x-amz-server-side-encryption');
	if (encryption !== undefined && encryption !== 'AES256') throw new S3Error('NotImplemented');
}

/** AWS encrypts every object, with its own key unless the bucket names another. */
export function encryptionHeaders(properties: BucketProperties): Record<string, string> {
	const [rule] = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
	const byDefault = rule?.ServerSideEncryptionByDefault;
	return {
		'x-amz-server-side-encryption': byDefault?.SSEAlgorithm ?? 'AES256',
		...(byDefault?.KMSMasterKeyID && {
			'x-amz-server-side-encryption-aws-kms-key-id': byDefault.KMSMasterKeyID,
		}),
	};
}
