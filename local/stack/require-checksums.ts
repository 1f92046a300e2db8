import {
	DeleteObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';

const BODY = 'CloudVault asks whether a SHA-256 is kept.';

/**
 * Throws where a server does not tell by HEAD the SHA-256 that an object was put with. Every upload is held against it, so none
 * would ever be listed. Leaves nothing behind.
 */
export async function requireChecksums(client: S3Client, Bucket: string): Promise<void> {
	const object = { Bucket, Key: 'u/cloudvault-start' };
	const sha256 = createHash('sha256').update(BODY).digest('base64');
	const { VersionId } = await client.send(
		new PutObjectCommand({ ...object, Body: BODY, ChecksumSHA256: sha256 }),
	);
	const named = { ...object, VersionId };
	const { ChecksumSHA256 } = await client.send(
		new HeadObjectCommand({ ...named, ChecksumMode: 'ENABLED' }),
	);
	await client.send(new DeleteObjectCommand(named));
	if (ChecksumSHA256 === sha256) return;
	throw new Error('it does not tell the SHA-256 of an object, by which every upload is checked');
}
