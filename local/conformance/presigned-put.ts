import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { assertRefused, assertStatus, optional, required, type Probe } from './probe.ts';
import { rawRequest } from './raw-request.ts';
import { sendPut, sha256, type PresignedPut, type Target } from './target.ts';

type Change = Partial<PresignedPut> & { readonly method?: string };

const body = (): Buffer => randomBytes(64);

/** A presigned upload of which something was changed must be refused and leave nothing behind. */
function refuses(name: string, change: (signed: PresignedPut, target: Target) => Change): Probe {
	return required(`refuses a presigned PUT ${name}`, async (target) => {
		const signed = await target.presignPut(body());
		const changed = change(signed, target);
		// No answer at all is a refusal too: the connection ended before the promised bytes came.
		assertRefused(await sendPut(signed, changed), [0, 400, 403, 404, 405, 411, 412, 501]);
		assert.equal(await target.exists(signed.key), false, 'the object was stored all the same');
	});
}

function withParameter(url: string, name: string, value: string): string {
	const changed = new URL(url);
	changed.searchParams.set(name, value);
	return changed.href;
}

function withHeader(signed: PresignedPut, name: string, value: string): Change {
	return { headers: { ...signed.headers, [name]: value } };
}

function withoutHeader(signed: PresignedPut, name: string): Change {
	const headers = Object.fromEntries(
		Object.entries(signed.headers).filter(([each]) => each !== name),
	);
	return { headers };
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

const EXTRA_PARAMETERS = ['acl', 'tagging', 'versionId', 'uploadId', 'partNumber'];

const tampering: readonly Probe[] = [
	...['GET', 'DELETE', 'POST', 'HEAD'].map((method) =>
		refuses(`sent as ${method}`, () => ({ method })),
	),
	refuses('whose expiry was edited', ({ url }) => ({
		url: withParameter(url, 'X-Amz-Expires', '86400'),
	})),
	refuses('whose date was edited', ({ url }) => ({
		url: withParameter(url, 'X-Amz-Date', '20300101T000000Z'),
	})),
	refuses('whose credential names another region', ({ url }) => ({
		url: url.replace(/%2F[a-z0-9-]+%2Fs3%2F/, '%2Feu-nowhere-9%2Fs3%2F'),
	})),
	refuses('whose credential names another day', ({ url }) => ({
		url: url.replace(/%2F\d{8}%2F/, '%2F20200101%2F'),
	})),
	refuses('for another key', ({ url, key }) => ({ url: url.replace(key, `${key}-other`) })),
	refuses('for a key of somebody else', ({ url, key }, target) => ({
		url: url.replace(key, target.newKey('stolen')),
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
	refuses('that ends before the promised bytes came', ({ body: whole }) => ({
		body: whole.subarray(0, 10),
	})),
	refuses('in chunks without a length', (signed) => withoutHeader(signed, 'content-length')),
	refuses('with another content type', (signed) => withHeader(signed, 'content-type', 'text/html')),
	...['content-type', 'if-none-match', 'x-amz-checksum-sha256'].map((name) =>
		refuses(`without its signed ${name}`, (signed) => withoutHeader(signed, name)),
	),
	refuses('with the checksum of other bytes', (signed) => ({
		...withHeader(signed, 'x-amz-checksum-sha256', sha256('forged')),
	})),
	...Object.entries(UNSIGNED_HEADERS).map(([name, value]) =>
		refuses(`with an unsigned ${name}`, (signed) => withHeader(signed, name, value)),
	),
	refuses('with an escaped slash that leads elsewhere', ({ url, key }) => ({
		url: url.replace(key, `${key}%2Fdeeper`),
	})),
	refuses('with a doubled slash in its key', ({ url, key }) => ({
		url: url.replace(key, key.replace('/', '//')),
	})),
	refuses('with its key encoded twice', ({ url, key }) => ({
		url: url.replace(key, key.replaceAll('/', '%252F')),
	})),
];

export const presignedPutProbes: readonly Probe[] = [
	required('stores a presigned PUT sent as it was signed', async (target) => {
		const signed = await target.presignPut(body());
		assertStatus(await sendPut(signed), 200);
		assert.deepEqual(await target.read(signed.key), signed.body);
	}),
	required('stores a presigned PUT of no bytes', async (target) => {
		const signed = await target.presignPut(Buffer.alloc(0));
		assertStatus(await sendPut(signed), 200);
		assert.equal((await target.read(signed.key)).length, 0);
	}),
	required('refuses a presigned PUT that has expired', async (target) => {
		const signingDate = new Date(Date.now() - 120_000);
		const signed = await target.presignPut(body(), { signingDate, expiresInSeconds: 60 });
		assertRefused(await sendPut(signed), [403]);
	}),
	required('refuses a presigned PUT that lives longer than a week', async (target) => {
		const signed = await target.presignPut(body());
		const url = withParameter(signed.url, 'X-Amz-Expires', '604801');
		assertRefused(await sendPut(signed, { url }));
	}),
	required('refuses a presigned PUT dated 20 minutes ahead', async (target) => {
		const signingDate = new Date(Date.now() + 20 * 60_000);
		assertRefused(await sendPut(await target.presignPut(body(), { signingDate })), [403]);
	}),
	required('refuses other bytes than those whose checksum was signed', async (target) => {
		const signed = await target.presignPut(body());
		assertStatus(await sendPut(signed, { body: body() }), 400);
		assert.equal(await target.exists(signed.key), false);
	}),
	required('does not let a presigned PUT be replayed over its object', async (target) => {
		const signed = await target.presignPut(body());
		assertStatus(await sendPut(signed), 200);
		assertStatus(await sendPut(signed), 412);
		assert.deepEqual(await target.read(signed.key), signed.body);
	}),
	required('lets one of two presigned PUTs at once win', async (target) => {
		const signed = await target.presignPut(body());
		const answers = await Promise.all([sendPut(signed), sendPut(signed)]);
		const statuses = answers.map((each) => each.status).sort();
		assert.equal(statuses[0], 200);
		assert.ok(statuses[1] === 409 || statuses[1] === 412, `also ${String(statuses[1])}`);
	}),
	optional('takes the other escape of a slash for the same key', async (target) => {
		const signed = await target.presignPut(body());
		const folder = signed.key.slice(0, -'/object'.length);
		const name = 'object';
		assert.ok(signed.url.includes(`${folder}/${name}`), 'the probe no longer fits its keys');
		const url = signed.url.replace(`${folder}/${name}`, `${folder}%2F${name}`);
		assertStatus(await sendPut(signed, { url }), 200);
		assert.deepEqual(await target.read(signed.key), signed.body);
	}),
	required('does not let an upload URL read', async (target) => {
		const signed = await target.presignPut(body());
		assertStatus(await sendPut(signed), 200);
		assertRefused(await rawRequest(signed.url, { method: 'GET' }), [403]);
	}),
	...tampering,
];
