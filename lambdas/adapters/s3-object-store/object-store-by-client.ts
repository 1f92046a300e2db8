import type { ObjectStore } from '../../ports/object-store.ts';
import { createS3Client } from './client.ts';
import { S3ObjectStore } from './s3-object-store.ts';

export function objectStoreByClient(bucket: string): ObjectStore {
	return new S3ObjectStore(createS3Client(), bucket);
}
