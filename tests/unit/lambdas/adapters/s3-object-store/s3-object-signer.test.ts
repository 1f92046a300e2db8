import { GetObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as fc from 'fast-check';
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { S3ObjectSigner } from '../../../../../lambdas/adapters/s3-object-store/s3-object-signer.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/secret+key' };
const key = 'u/0195f7a0-0000-7000-8000-000000000001/e/v';
const sha256 = createHash('sha256').update('hello').digest('base64');
const promise = { key, sizeBytes: 5, contentType: 'image/png', sha256, mayBeArchived: true };

function signer(sessionToken?: string) {
	const url = new URL('http://127.0.0.1:9000/vault/');
	return new S3ObjectSigner({ name: 'vault', url, region: 'us-east-1' }, () =>
		Promise.resolve(sessionToken === undefined ? credentials : { ...credentials, sessionToken }),
	);
}

function policyOf(fields: Record<string, string>) {
	const text = Buffer.from(fields.policy ?? '', 'base64').toString();
	return JSON.parse(text) as { expiration: string; conditions: unknown[] };
}

describe('a form', () => {
	it('pins key, length, type and checksum exactly, and nothing else may be sent', async () => {
		const form = await signer().signForm(promise, 900);

		const { policy = '', 'x-amz-signature': signature, ...pinned } = form.fields;
		expect(policyOf(form.fields).conditions).toEqual([
			{ bucket: 'vault' },
			['content-length-range', 5, 5],
			...Object.entries(pinned).map(([name, value]) => ({ [name]: value })),
		]);
		expect(pinned).toMatchObject({
			tagging:
				'<Tagging><TagSet><Tag><Key>archive</Key><Value>auto</Value></Tag></TagSet></Tagging>',
			key,
			'content-type': 'image/png',
			success_action_status: '204',
			'x-amz-checksum-algorithm': 'SHA256',
			'x-amz-checksum-sha256': sha256,
			'x-amz-algorithm': 'AWS4-HMAC-SHA256',
			'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
		});
		expect(pinned).not.toHaveProperty('x-amz-security-token');
		expect(signature).toBe(hmacOf(policy, pinned['x-amz-credential'] ?? ''));
	});

	it('gives no tag to what is never archived', async () => {
		const form = await signer().signForm({ ...promise, mayBeArchived: false }, 900);

		expect(form.fields).not.toHaveProperty('tagging');
	});

	it('ends with its promised life', async () => {
		const before = Date.now();

		const form = await signer().signForm(promise, 900);

		const ends = Date.parse(policyOf(form.fields).expiration);
		expect(ends).toBeGreaterThanOrEqual(before + 900_000);
		expect(ends).toBeLessThanOrEqual(Date.now() + 900_000);
	});

	it('carries the session token of temporary credentials, in the policy too', async () => {
		const form = await signer('token==').signForm(promise, 900);

		expect(form.fields['x-amz-security-token']).toBe('token==');
		expect(policyOf(form.fields).conditions).toContainEqual({ 'x-amz-security-token': 'token==' });
	});

	it('goes to the address of its bucket', async () => {
		const form = await signer().signForm(promise, 900);

		expect(form.url).toBe('http://127.0.0.1:9000/vault/');
	});
});

function hmacOf(policy: string, credential: string): string {
	const [, day = '', region = '', service = '', terminal = ''] = credential.split('/');
	const signingKey = [day, region, service, terminal].reduce<Buffer | string>(
		(previous, text) => createHmac('sha256', previous).update(text).digest(),
		`AWS4${credentials.secretAccessKey}`,
	);
	return createHmac('sha256', signingKey).update(policy).digest('hex');
}

describe('the URL of a part', () => {
	it('signs the number, the upload, the length and the checksum', async () => {
		const upload = { key, multipartId: 'mpu/1+' };

		const [part] = await signer().signParts(upload, [{ partNumber: 7, sizeBytes: 5, sha256 }], 900);

		const url = new URL(part?.url ?? '');
		expect(url.pathname).toBe(`/vault/${key}`);
		expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe(
			'content-length;host;x-amz-checksum-sha256',
		);
		expect(url.searchParams.get('partNumber')).toBe('7');
		expect(url.searchParams.get('uploadId')).toBe('mpu/1+');
		expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
		expect([...url.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
		expect(part?.headers).toEqual({ 'x-amz-checksum-sha256': sha256 });
	});
});

it('signs the version, the type and the disposition of what is read', async () => {
	const url = new URL(
		await signer().signRead({
			key,
			objectVersionId: 'v1',
			contentType: 'image/png',
			contentDisposition: `attachment; filename="a b"; filename*=UTF-8''a%20b`,
			expiresInSeconds: 300,
		}),
	);

	expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
	expect(url.searchParams.get('versionId')).toBe('v1');
	expect(url.searchParams.get('response-content-type')).toBe('image/png');
	expect(url.searchParams.get('response-content-disposition')).toBe(
		`attachment; filename="a b"; filename*=UTF-8''a%20b`,
	);
	expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
});

/** Of `getSignedUrl`, which goes by way of a client and its middleware. */
describe('what the SDK itself makes of the same request', () => {
	const temporary = { ...credentials, sessionToken: 'a/b+c=' };
	const client = new S3Client({
		endpoint: 'http://127.0.0.1:9000',
		forcePathStyle: true,
		region: 'us-east-1',
		credentials: temporary,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
	});

	beforeEach(() => {
		vi.useFakeTimers({ now: new Date('2026-11-23T10:20:30.456Z'), toFake: ['Date'] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('is what it signs for reading, whatever a key and a name hold', async () => {
		const text = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.filter((each) => each.isWellFormed() && !each.split('/').some((part) => /^\.*$/.test(part)));

		await fc.assert(
			fc.asyncProperty(text, text, async (anyKey, disposition) => {
				const command = new GetObjectCommand({
					Bucket: 'vault',
					Key: anyKey,
					VersionId: 'v1',
					ResponseContentType: 'image/png',
					ResponseContentDisposition: disposition,
				});

				const ours = await signer(temporary.sessionToken).signRead({
					key: anyKey,
					objectVersionId: 'v1',
					contentType: 'image/png',
					contentDisposition: disposition,
					expiresInSeconds: 300,
				});

				expect(ours).toBe(await getSignedUrl(client, command, { expiresIn: 300 }));
			}),
			{ numRuns: 200 },
		);
	});

	it('is what it signs for a part', async () => {
		const command = new UploadPartCommand({
			Bucket: 'vault',
			Key: key,
			UploadId: 'mpu/1+',
			PartNumber: 7,
			ContentLength: 5,
			ChecksumSHA256: sha256,
		});

		const [part] = await signer(temporary.sessionToken).signParts(
			{ key, multipartId: 'mpu/1+' },
			[{ partNumber: 7, sizeBytes: 5, sha256 }],
			900,
		);

		expect(part?.url).toBe(
			await getSignedUrl(client, command, {
				expiresIn: 900,
				unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
				signableHeaders: new Set(['content-length']),
			}),
		);
	});

	it('names no session where there is none', async () => {
		const [part] = await signer().signParts(
			{ key, multipartId: 'mpu' },
			[{ partNumber: 7, sizeBytes: 5, sha256 }],
			900,
		);

		expect(new URL(part?.url ?? '').searchParams.has('X-Amz-Security-Token')).toBe(false);
	});
});
