import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { sendPart, signPart, type PartChanges, type SignedPart } from './signed-part.ts';
import { sha256, type ConformanceTarget } from './target.ts';

const REFUSED = [400, 403, 404, 405, 411, 501];

/** Ends the upload of a part that was sent as signed, and of which nothing else was stored. */
async function endUnchanged({ upload, body }: SignedPart): Promise<void> {
	const { Parts = [] } = await upload.parts();
	assert.deepEqual(
		Parts.map((part) => [part.PartNumber, part.Size, part.ChecksumSHA256]),
		[[1, body.length, sha256(body)]],
		'the part was stored all the same',
	);
	await upload.abort();
}

/** A part with a change must be refused, after the same part without it was taken. */
function refuses(
	name: string,
	change: (signed: SignedPart, target: ConformanceTarget) => PartChanges,
	statuses = REFUSED,
): Probe {
	return required(`refuses a presigned part ${name}`, async (target) => {
		const signed = await signPart(target);
		assertStatus(await sendPart(signed), 200);
		assertRefused(await sendPart(signed, change(signed, target)), statuses);
		await endUnchanged(signed);
	});
}

function withParameter(url: string, name: string, value: string): string {
	const changed = new URL(url);
	changed.searchParams.set(name, value);
	return changed.href;
}

function withHeader({ headers }: SignedPart, name: string, value: string): PartChanges {
	return { headers: { ...headers, [name]: value } };
}

function withoutHeader({ headers }: SignedPart, name: string): PartChanges {
	return { headers: Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name)) };
}

/** Headers that would change what is stored, or who may see it, had they been signed. */
const UNSIGNED_HEADERS = {
	'x-amz-acl': 'public-read',
	'x-amz-meta-owner': 'mallory',
	'x-amz-website-redirect-location': 'https://example.com/',
	'x-amz-storage-class': 'GLACIER',
	'x-amz-tagging': 'a=b',
	'x-amz-copy-source': '/other/object',
	'x-amz-server-side-encryption-customer-algorithm': 'AES256',
	'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"',
};

const EXTRA_PARAMETERS = ['acl', 'tagging', 'versionId'];

const tampering: readonly Probe[] = [
	...['GET', 'DELETE', 'POST', 'HEAD'].map((method) =>
		refuses(`sent as ${method}`, () => ({ method })),
	),
	refuses('under another number', ({ url }) => ({
		url: url.replace('partNumber=1', 'partNumber=2'),
	})),
	refuses('under another upload', ({ url }) => ({ url: url.replace('uploadId=', 'uploadId=x') })),
	refuses('whose expiry was edited', ({ url }) => ({
		url: withParameter(url, 'X-Amz-Expires', '86400'),
	})),
	refuses('whose date was edited', ({ url }) => ({
		url: withParameter(url, 'X-Amz-Date', '20300101T000000Z'),
	})),
	refuses('whose credential names another region', ({ url }) => ({
		url: url.replace(/%2F[a-z0-9-]+%2Fs3%2F/, '%2Feu-nowhere-9%2Fs3%2F'),
	})),
	refuses('whose credential names another service', ({ url }) => ({
		url: url.replace('%2Fs3%2F', '%2Fsns%2F'),
	})),
	refuses('whose credential names another day', ({ url }) => ({
		url: url.replace(/%2F\d{8}%2F/, '%2F20200101%2F'),
	})),
	refuses('for another key', ({ url, upload }) => ({
		url: url.replace(upload.key, `${upload.key}-other`),
	})),
	refuses('for another bucket', ({ url }, target) => ({
		url: url.replace(`/${target.bucket}/`, `/${target.bucket}-other/`),
	})),
	...EXTRA_PARAMETERS.map((name) =>
		refuses(`with an added ?${name}`, ({ url }) => ({ url: withParameter(url, name, '1') })),
	),
	refuses('with a longer body', (signed) => ({
		...withHeader(signed, 'content-length', String(signed.body.length + 1)),
		body: Buffer.concat([signed.body, Buffer.from('!')]),
	})),
	refuses('with a shorter body', (signed) => ({
		...withHeader(signed, 'content-length', '10'),
		body: signed.body.subarray(0, 10),
	})),
	// No answer at all is a refusal too: the connection ended before the promised bytes came.
	refuses(
		'that ends before the promised bytes came',
		({ body }) => ({ body: body.subarray(0, 10) }),
		[0, ...REFUSED],
	),
	refuses('in chunks without a length', (signed) => withoutHeader(signed, 'content-length')),
	refuses('without its signed checksum', (signed) =>
		withoutHeader(signed, 'x-amz-checksum-sha256'),
	),
	refuses('with the checksum of other bytes', (signed) =>
		withHeader(signed, 'x-amz-checksum-sha256', sha256('forged')),
	),
	refuses('with other bytes than those whose checksum was signed', ({ body }) => ({
		body: randomBytes(body.length),
	})),
	...Object.entries(UNSIGNED_HEADERS).map(([name, value]) =>
		refuses(`with an unsigned ${name}`, (signed) => withHeader(signed, name, value)),
	),
	refuses('with an escaped slash that leads elsewhere', ({ url, upload }) => ({
		url: url.replace(upload.key, `${upload.key}%2Fdeeper`),
	})),
	refuses('with a doubled slash in its key', ({ url, upload }) => ({
		url: url.replace(upload.key, upload.key.replace('/', '//')),
	})),
	refuses('with its key encoded twice', ({ url, upload }) => ({
		url: url.replace(upload.key, upload.key.replaceAll('/', '%252F')),
	})),
];

/** Uploads of large files: one PUT for each part, sent by a browser to a signed address. */
export const presignedPartProbes: readonly Probe[] = [
	required('stores a presigned part sent as it was signed', async (target) => {
		const signed = await signPart(target);
		assertStatus(await sendPart(signed), 200);
		await endUnchanged(signed);
	}),
	required('takes a presigned part again', async (target) => {
		const signed = await signPart(target);
		assertStatus(await sendPart(signed), 200);
		assertStatus(await sendPart(signed), 200);
		await endUnchanged(signed);
	}),
	required('refuses a presigned part whose address has expired', async (target) => {
		const signingDate = new Date(Date.now() - 120_000);
		const open = await signPart(target, { signingDate });
		assertStatus(await sendPart(open), 200);
		await open.upload.abort();
		const expired = await signPart(target, { signingDate, expiresInSeconds: 60 });
		assertRefused(await sendPart(expired), [403]);
		await expired.upload.abort();
	}),
	required('refuses a presigned part dated 20 minutes ahead', async (target) => {
		const open = await signPart(target);
		assertStatus(await sendPart(open), 200);
		await open.upload.abort();
		const signingDate = new Date(Date.now() + 20 * 60_000);
		const ahead = await signPart(target, { signingDate });
		assertRefused(await sendPart(ahead), [403]);
		await ahead.upload.abort();
	}),
	...tampering,
];
