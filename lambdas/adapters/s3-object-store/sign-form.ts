import type { Form } from '#contract/uploads';
import type { ObjectPromise } from '../../ports/object-store.ts';
import { ARCHIVED_TAGGING } from './archive-tag.ts';

export interface RoleCredentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
}

interface FormSigner {
	readonly bucket: {
		readonly name: string;
		/** With a slash at its end. */
		readonly url: URL;
		readonly region: string;
	};
	readonly credentials: RoleCredentials;
	readonly now: Date;
	readonly expiresInSeconds: number;
	/** Signature Version 4 of a text as it stands, in lower-case hex. */
	readonly sign: (text: string, at: Date) => Promise<string>;
}

/**
 * A POST policy that one body alone can satisfy: key, length, type and SHA-256 are all exact. Written here,
 * as the SDK's `createPresignedPost` takes a client and asks it for its endpoint and its credentials once
 * more for each form; the signature is the SDK's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export async function signForm(promise: ObjectPromise, signer: FormSigner): Promise<Form> {
	const { bucket, now } = signer;
	const { accessKeyId, sessionToken } = signer.credentials;
	const timestamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
	const scope = `${timestamp.slice(0, 8)}/${bucket.region}/s3/aws4_request`;
	const pinned: Record<string, string> = {
		key: promise.key,
		'content-type': promise.contentType,
		success_action_status: '204',
		'x-amz-checksum-algorithm': 'SHA256',
		'x-amz-checksum-sha256': promise.sha256,
		'x-amz-algorithm': 'AWS4-HMAC-SHA256',
		'x-amz-credential': `${accessKeyId}/${scope}`,
		'x-amz-date': timestamp,
		...(promise.mayBeArchived && { tagging: ARCHIVED_TAGGING }),
		...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
	};
	const policy = {
		expiration: new Date(now.getTime() + signer.expiresInSeconds * 1000).toISOString(),
		conditions: [
			{ bucket: bucket.name },
			['content-length-range', promise.sizeBytes, promise.sizeBytes],
			...Object.entries(pinned).map(([name, value]) => ({ [name]: value })),
		],
	};
	const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
	const signature = await signer.sign(encoded, now);
	return {
		url: bucket.url.href,
		fields: { ...pinned, policy: encoded, 'x-amz-signature': signature },
	};
}
