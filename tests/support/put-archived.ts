import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Stack } from './stack.ts';

/** Stores an object in Glacier Flexible Retrieval, as if its upload were 60 days old, and has the vault hear of it. */
export async function putArchived(
	stack: Pick<Stack, 's3Url' | 'rootKey' | 'region' | 'bucket' | 'settled'>,
	key: string,
	bytes: Buffer,
): Promise<void> {
	const client = new S3Client({
		endpoint: stack.s3Url,
		region: stack.region,
		credentials: stack.rootKey,
		forcePathStyle: true,
		requestChecksumCalculation: 'WHEN_REQUIRED',
	});
	try {
		await client.send(
			new PutObjectCommand({
				Bucket: stack.bucket,
				Key: key,
				Body: bytes,
				StorageClass: 'GLACIER',
				ChecksumAlgorithm: 'SHA256',
			}),
		);
	} finally {
		client.destroy();
	}
	await stack.settled();
}
