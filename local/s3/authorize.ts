import type { Identity } from './authenticate.ts';
import type { AuthorizationRequest, S3Options } from './options.ts';
import type { S3Request } from './request.ts';

/** Headers and parameters that policies may ask about, by condition key without `s3:`. */
const FROM_HEADERS = [
	'x-amz-acl',
	'x-amz-copy-source',
	'x-amz-metadata-directive',
	'x-amz-storage-class',
	'x-amz-server-side-encryption',
];
const FROM_QUERY = ['prefix', 'delimiter', 'max-keys'];

export interface S3Permission {
	readonly action: string;
	/** `*`: about none of them. */
	readonly bucket: string;
	/** Absent: about the bucket. */
	readonly key?: string;
}

/** Asks whether a signed request may do something, as IAM would be asked. */
export async function isAllowed(
	authorize: S3Options['authorize'],
	permission: S3Permission,
	{ request, identity }: { request: S3Request; identity: Identity },
): Promise<boolean> {
	const { action, bucket, key } = permission;
	const question: AuthorizationRequest = {
		principal: identity.principal,
		action,
		resource: bucket === '*' ? '*' : `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`,
		context: contextOf(request, identity),
	};
	return authorize(question);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/list_amazons3.html, condition keys. */
function contextOf(request: S3Request, identity: Identity): Record<string, string> {
	const context: Record<string, string> = {
		's3:authType': identity.authType,
		's3:signatureversion': 'AWS4-HMAC-SHA256',
		's3:signatureAge': String(Math.max(identity.signatureAgeMs, 0)),
		's3:x-amz-content-sha256': identity.payloadHash,
	};
	const fill = (name: string, value: string | undefined): void => {
		if (value !== undefined) context[`s3:${name}`] = value;
	};
	for (const name of FROM_HEADERS) fill(name, request.instruction(name));
	for (const name of FROM_QUERY) fill(name, request.parameter(name));
	fill('VersionId', request.parameter('versionId'));
	return context;
}
