import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { BucketRequests } from './bucket-requests.ts';
import { QuickBucket } from './quick-bucket.ts';
import type { SignedBucket } from './s3-object-signer.ts';

export function openQuickBucket(bucket: SignedBucket): QuickBucket {
	return new QuickBucket(new BucketRequests(bucket, defaultProvider()));
}
