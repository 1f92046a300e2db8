import type { Form } from '#contract/uploads';
import type { ObjectPromise } from '../../ports/object-store.ts';
import type { SigningKey } from '../sigv4/signing-key.ts';

interface FormTarget {
	/** Address of the bucket itself, with a slash at its end. */
	readonly url: string;
	readonly bucket: string;
	readonly expiresAt: Date;
}

/**
 * A POST policy that one body alone can satisfy: key, length, type and SHA-256 are all exact.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function signForm(promise: ObjectPromise, target: FormTarget, key: SigningKey): Form {
	const { sessionToken } = key.credentials;
	const pinned: Record<string, string> = {
		key: promise.key,
		'content-type': promise.contentType,
		success_action_status: '204',
		'x-amz-checksum-algorithm': 'SHA256',
		'x-amz-checksum-sha256': promise.sha256,
		'x-amz-algorithm': 'AWS4-HMAC-SHA256',
		'x-amz-credential': `${key.credentials.accessKeyId}/${key.scope}`,
		'x-amz-date': key.timestamp,
		...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
	};
	const policy = {
		expiration: target.expiresAt.toISOString(),
		conditions: [
			{ bucket: target.bucket },
			['content-length-range', promise.sizeBytes, promise.sizeBytes],
			...Object.entries(pinned).map(([name, value]) => ({ [name]: value })),
		],
	};
	const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
	return {
		url: target.url,
		fields: { ...pinned, policy: encoded, 'x-amz-signature': key.sign(encoded) },
	};
}
