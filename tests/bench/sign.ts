import { UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createS3Client } from '../../lambdas/adapters/s3-object-store/client.ts';
import { S3ObjectSigner } from '../../lambdas/adapters/s3-object-store/s3-object-signer.ts';
import type { PartPromise, PartsUpload } from '../../lambdas/ports/object-store.ts';
import { compare, type Pace, type Result } from './compare.ts';

const BUCKET = 'cloudvault-bench';
const URLS = 1000;
const CHECKED = 10_000;
const SECONDS = 900;
const PART_SIZE_BYTES = 16 * 1024 * 1024;

// Signing sends no request: any credentials will do, and these open nothing.
process.env.AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE';
process.env.AWS_SECRET_ACCESS_KEY = randomBytes(30).toString('base64');
process.env.AWS_REGION = 'eu-central-1';

const client = createS3Client();
const url = new URL(`https://${BUCKET}.s3.eu-central-1.amazonaws.com/`);
const signer = new S3ObjectSigner(
	{ name: BUCKET, url, region: 'eu-central-1' },
	client.config.credentials,
);

function newUpload(): PartsUpload {
	const key = `u/${randomUUID()}/${randomUUID()}/${randomUUID()}`;
	return { key, multipartId: randomBytes(48).toString('base64url') };
}

function newParts(count: number): PartPromise[] {
	return Array.from({ length: count }, (_, index) => ({
		partNumber: index + 1,
		sizeBytes: PART_SIZE_BYTES,
		sha256: createHash('sha256').update(randomBytes(8)).digest('base64'),
	}));
}

function signBySdk(upload: PartsUpload, part: PartPromise): Promise<string> {
	const command = new UploadPartCommand({
		Bucket: BUCKET,
		Key: upload.key,
		UploadId: upload.multipartId,
		PartNumber: part.partNumber,
		ContentLength: part.sizeBytes,
		ChecksumSHA256: part.sha256,
	});
	return getSignedUrl(client, command, {
		expiresIn: SECONDS,
		unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
		signableHeaders: new Set(['content-length']),
	});
}

/** The SDK sorts the signature among the parameters, we put it last: the same parameters, byte for byte. */
function sorted(url = ''): string {
	const [address, query = ''] = url.split('?');
	return `${String(address)}?${query.split('&').sort().join('&')}`;
}

/** Both sides sign in the same second or the pair is signed again: the time is part of the URL. */
async function assertIdentical(upload: PartsUpload, part: PartPromise): Promise<void> {
	for (let tries = 0; tries < 3; tries++) {
		const [ours] = await signer.signParts(upload, [part], SECONDS);
		const theirs = await signBySdk(upload, part);
		if (sorted(ours?.url) === sorted(theirs)) return;
		const date = (url = '') => new URL(url).searchParams.get('X-Amz-Date');
		if (date(ours?.url) === date(theirs)) assert.equal(sorted(ours?.url), sorted(theirs));
	}
	assert.fail('Signing one URL took longer than a second, three times.');
}

/** B12: signing 1,000 part URLs against the SDK's presigner, which must make the very same URLs. */
export async function benchSign({ quick, rounds }: Pace): Promise<Result[]> {
	const count = quick ? CHECKED / 10 : CHECKED;
	for (let checked = 0; checked < count; checked += 100) {
		const upload = newUpload();
		for (const part of newParts(100)) await assertIdentical(upload, part);
	}
	console.log(`sign: ${String(count)} URLs are byte for byte the SDK's`);

	const upload = newUpload();
	const parts = newParts(URLS);
	const result = await compare({
		name: 'sign',
		what: `${String(URLS)} part URLs (B12)`,
		targetRatio: 5,
		rounds,
		ours: {
			name: 'ours',
			run: async () => {
				await signer.signParts(upload, parts, SECONDS);
			},
		},
		reference: {
			name: 'getSignedUrl',
			run: async () => {
				for (const part of parts) await signBySdk(upload, part);
			},
		},
	});
	return [result];
}
