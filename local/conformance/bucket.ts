import {
	AbortMultipartUploadCommand,
	CreateBucketCommand,
	DeleteBucketCommand,
	DeleteObjectsCommand,
	ListMultipartUploadsCommand,
	ListObjectVersionsCommand,
	PutBucketCorsCommand,
	PutBucketVersioningCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import { CORS_RULE } from './cors.ts';
import type { ConformanceTarget } from './target.ts';

/** A bucket on another server, set up as the product's template sets up its own. */
export async function createBucket(client: S3Client, bucket: string): Promise<void> {
	await client.send(new CreateBucketCommand({ Bucket: bucket }));
	await client.send(
		new PutBucketVersioningCommand({
			Bucket: bucket,
			VersioningConfiguration: { Status: 'Enabled' },
		}),
	);
	const { ExposedHeaders: ExposeHeaders, MaxAge: MaxAgeSeconds, ...rule } = CORS_RULE;
	const cors = new PutBucketCorsCommand({
		Bucket: bucket,
		CORSConfiguration: { CORSRules: [{ ...rule, ExposeHeaders, MaxAgeSeconds }] },
	});
	// A server without CORS answers an error here; the probes of CORS then say what is missing.
	await client.send(cors).catch(() => undefined);
}

/** Removes every version, marker and unfinished upload that the probes left. */
export async function cleanUp({ client, bucket, prefix }: ConformanceTarget): Promise<void> {
	for (;;) {
		const page = await client.send(
			new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }),
		);
		const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
		const Objects = found.map(({ Key = '', VersionId }) => ({ Key, VersionId }));
		if (Objects.length === 0) break;
		const batch = { Objects: Objects.slice(0, 1000), Quiet: true };
		const { Errors } = await client.send(
			new DeleteObjectsCommand({ Bucket: bucket, Delete: batch }),
		);
		if (Errors?.[0]) throw new Error(`Could not clean up: ${Errors[0].Message ?? ''}`);
	}
	const { Uploads } = await client.send(
		new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
	);
	for (const { Key, UploadId } of Uploads ?? []) {
		await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
	}
}

export async function deleteBucket(client: S3Client, bucket: string): Promise<void> {
	await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}
