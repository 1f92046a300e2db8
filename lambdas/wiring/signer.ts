import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { S3ObjectSigner } from '../adapters/s3-object-store/s3-object-signer.ts';
import { ownRegion, type Config } from '../config.ts';
import type { ObjectSigner } from '../ports/object-store.ts';

export function signerOf({ BUCKET, BUCKET_URL }: Config<'uploads' | 'downloads'>): ObjectSigner {
	const bucket = { name: BUCKET, url: BUCKET_URL, region: ownRegion() };
	return new S3ObjectSigner(bucket, defaultProvider());
}
