import { openSigner } from '../adapters/s3-object-store/open-signer.ts';
import { ownRegion, type Config } from '../config.ts';
import type { ObjectSigner } from '../ports/object-store.ts';

export function signerOf({ BUCKET, BUCKET_URL }: Config<'uploads' | 'downloads'>): ObjectSigner {
	return openSigner({ name: BUCKET, url: BUCKET_URL, region: ownRegion() });
}
