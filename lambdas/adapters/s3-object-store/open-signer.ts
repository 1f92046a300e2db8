import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { ObjectSigner } from '../../ports/object-store.ts';
import { S3ObjectSigner, type SignedBucket } from './s3-object-signer.ts';

/** With the keys of the function's role. */
export function openSigner(bucket: SignedBucket): ObjectSigner {
	return new S3ObjectSigner(bucket, defaultProvider());
}
