import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import * as fc from 'fast-check';
import { createHash, createHmac, type Hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { S3ObjectSigner } from '../../../../../lambdas/adapters/s3-object-store/s3-object-signer.ts';
import { signUrl } from '../../../../../lambdas/adapters/sigv4/sign-url.ts';
import { SigningKeys } from '../../../../../lambdas/adapters/sigv4/signing-key.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/secret+key' };
const key = 'u/0195f7a0-0000-7000-8000-000000000001/e/v';
const sha256 = createHash('sha256').update('hello').digest('base64');
const promise = { key, sizeBytes: 5, contentType: 'image/png', sha256 };

function signer(sessionToken?: string) {
	const url = new URL('http://127.0.0.1:9000/vault/');
	return new S3ObjectSigner({ name: 'vault', url, region: 'us-east-1' }, () =>
		Promise.resolve({ ...credentials, sessionToken }),
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
			key,
			'content-type': 'image/png',
			success_action_status: '204',
			'x-amz-checksum-algorithm': 'SHA256',
			'x-amz-checksum-sha256': sha256,
		});
		expect(signature).toBe(hmacOf(policy, pinned['x-amz-credential'] ?? ''));
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

it("makes the very URLs that the SDK's presigner makes", async () => {
	const now = new Date('2026-11-23T10:20:30.456Z');
	const keys = new SigningKeys('us-east-1', 's3');
	const base = new URL('http://127.0.0.1:9000/vault/');
	const sdk = new S3RequestPresigner({
		region: 'us-east-1',
		credentials: { ...credentials, sessionToken: 'a/b+c=' },
		sha256: NodeSha256,
	});
	const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => each.isWellFormed());

	await fc.assert(
		fc.asyncProperty(text, text, async (anyKey, disposition) => {
			const path = `/vault/${anyKey.split('/').map(encodeRfc3986).join('/')}`;
			const query = { 'response-content-disposition': disposition, versionId: 'v1' };
			const reference = await sdk.presign(
				{
					protocol: 'http:',
					hostname: '127.0.0.1',
					port: 9000,
					method: 'GET',
					path,
					query,
					headers: { host: '127.0.0.1:9000' },
				},
				{ expiresIn: 300, signingDate: now },
			);
			const ours = signUrl(
				{ method: 'GET', base, path: anyKey, query, headers: {}, expiresInSeconds: 300 },
				keys.at(now, { ...credentials, sessionToken: 'a/b+c=' }),
			);
			expect(new URL(ours).searchParams.get('X-Amz-Signature')).toBe(
				reference.query?.['X-Amz-Signature'],
			);
			expect(ours.split('?')[0]).toBe(`http://127.0.0.1:9000${path}`);
		}),
		{ numRuns: 300 },
	);
});

/** The signature that the SDK makes of what a URL of ours asks for. */
async function signatureOfSdk(signed: URL, method: string, headers: Record<string, string>) {
	const sdk = new S3RequestPresigner({ region: 'us-east-1', credentials, sha256: NodeSha256 });
	const date = signed.searchParams.get('X-Amz-Date') ?? '';
	const asked = [...signed.searchParams].filter(([name]) => !name.startsWith('X-Amz-'));
	const { query } = await sdk.presign(
		{
			protocol: 'http:',
			hostname: '127.0.0.1',
			port: 9000,
			method,
			path: signed.pathname,
			query: Object.fromEntries(asked),
			headers: { host: '127.0.0.1:9000', ...headers },
		},
		{
			expiresIn: Number(signed.searchParams.get('X-Amz-Expires')),
			signingDate: new Date(date.replace(/^(....)(..)(..T..)(..)(..)/, '$1-$2-$3:$4:$5')),
			unhoistableHeaders: new Set(Object.keys(headers)),
		},
	);
	return query?.['X-Amz-Signature'];
}

it('signs parts and reads for S3, by their methods, and names no session where there is none', async () => {
	const upload = { key, multipartId: 'mpu' };
	const [part] = await signer().signParts(upload, [{ partNumber: 7, sizeBytes: 5, sha256 }], 900);
	const read = await signer().signRead({
		key,
		objectVersionId: 'v1',
		contentType: 'image/png',
		contentDisposition: 'inline',
		expiresInSeconds: 300,
	});

	const put = new URL(part?.url ?? '');
	const headers = { 'content-length': '5', 'x-amz-checksum-sha256': sha256 };
	expect(put.searchParams.get('X-Amz-Signature')).toBe(await signatureOfSdk(put, 'PUT', headers));
	expect(put.searchParams.get('x-id')).toBe('UploadPart');
	const get = new URL(read);
	expect(get.searchParams.get('X-Amz-Signature')).toBe(await signatureOfSdk(get, 'GET', {}));
	expect(get.searchParams.get('x-id')).toBe('GetObject');
	expect(get.searchParams.has('X-Amz-Security-Token')).toBe(false);
});

/** The hash the SDK asks for: with a key it is an HMAC. */
class NodeSha256 {
	readonly #hash: Hash | ReturnType<typeof createHmac>;

	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		this.#hash =
			secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
	}

	update(bytes: Uint8Array): void {
		this.#hash.update(bytes);
	}

	digest(): Promise<Uint8Array> {
		return Promise.resolve(new Uint8Array(this.#hash.digest()));
	}

	reset(): void {
		throw new Error('used once');
	}
}

function encodeRfc3986(value: string): string {
	return encodeURIComponent(value).replace(
		/[!'()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
