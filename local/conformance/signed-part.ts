import { UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { randomBytes } from 'node:crypto';
import { MultipartUpload } from './multipart-upload.ts';
import { rawRequest, type RawResponse } from './raw-request.ts';
import { sha256, type ConformanceTarget } from './target.ts';

/** One part's address, as the product signs it: number, length and checksum are all fixed. */
export interface SignedPart {
	readonly upload: MultipartUpload;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

interface PartPromises {
	readonly expiresInSeconds?: number;
	readonly signingDate?: Date;
}

/** Begins an upload and signs the address of its part 1. */
export async function signPart(
	target: ConformanceTarget,
	promises: PartPromises = {},
): Promise<SignedPart> {
	const { expiresInSeconds = 900, signingDate } = promises;
	const upload = await MultipartUpload.begin(target);
	const body = randomBytes(64);
	const headers = {
		'content-length': String(body.length),
		'x-amz-checksum-sha256': sha256(body),
	};
	const command = new UploadPartCommand({
		Bucket: target.bucket,
		Key: upload.key,
		UploadId: upload.uploadId,
		PartNumber: 1,
		ContentLength: body.length,
		ChecksumSHA256: headers['x-amz-checksum-sha256'],
	});
	const signedHeaders = ['host', ...Object.keys(headers)];
	const url = await getSignedUrl(target.client, command, {
		expiresIn: expiresInSeconds,
		...(signingDate && { signingDate }),
		signableHeaders: new Set(signedHeaders),
		unhoistableHeaders: new Set(signedHeaders),
	});
	return { upload, url, headers, body };
}

export type PartChanges = Partial<Pick<SignedPart, 'url' | 'headers' | 'body'>> & {
	readonly method?: string;
};

/** Sends a part, as it was signed or with a piece of it exchanged. */
export function sendPart(signed: SignedPart, changes: PartChanges = {}): Promise<RawResponse> {
	const { url, headers, body, method = 'PUT' } = { ...signed, ...changes };
	return rawRequest(url, { method, headers, body });
}
