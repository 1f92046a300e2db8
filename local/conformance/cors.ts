import assert from 'node:assert/strict';
import { assertRefused, assertStatus, optional, required, type Probe } from './probe.ts';
import { rawRequest, type RawResponse } from './raw-request.ts';
import { FORM_CONTENT, sendForm, signForm } from './signed-form.ts';
import { sendPart, signPart } from './signed-part.ts';
import type { ConformanceTarget } from './target.ts';

/** The one origin that the bucket under test allows. */
const ALLOWED_ORIGIN = 'https://vault.example';

/** The rule as CloudFormation writes it, which is also what these probes expect. */
export const CORS_RULE = {
	AllowedOrigins: [ALLOWED_ORIGIN],
	AllowedMethods: ['GET', 'PUT', 'POST', 'HEAD'],
	AllowedHeaders: ['content-type', 'range', 'x-amz-*'],
	ExposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'],
	MaxAge: 3600,
};

function preflight(url: string, headers: Readonly<Record<string, string>>): Promise<RawResponse> {
	return rawRequest(url, {
		method: 'OPTIONS',
		headers: {
			origin: ALLOWED_ORIGIN,
			'access-control-request-method': 'PUT',
			...headers,
		},
	});
}

const FOREIGN_ORIGINS = [
	'https://evil.example',
	'null',
	'http://vault.example',
	'https://vault.example:444',
	'https://vault.example.evil',
	'https://sub.vault.example',
];

/** A preflight must be refused, after the site's own was allowed. */
async function assertPreflightRefused(
	target: ConformanceTarget,
	headers: Readonly<Record<string, string>>,
): Promise<void> {
	const { url, upload } = await signPart(target);
	assertStatus(await preflight(url, {}), 200);
	const answer = await preflight(url, headers);
	assertRefused(answer, [403]);
	assert.equal(answer.headers['access-control-allow-origin'], undefined);
	await upload.abort();
}

/** The site is on another origin than the bucket: without CORS its pages can neither send nor read. */
export const corsProbes: readonly Probe[] = [
	required('lets the site’s origin send a presigned part', async (target) => {
		const { url, upload } = await signPart(target);
		const answer = await preflight(url, {
			'access-control-request-headers': 'x-amz-checksum-sha256',
		});
		assertStatus(answer, 200);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		assert.match(answer.headers['access-control-allow-methods'] ?? '', /\bPUT\b/);
		assert.match(answer.headers['access-control-allow-headers'] ?? '', /x-amz-checksum-sha256/);
		assert.equal(answer.headers['access-control-max-age'], '3600');
		await upload.abort();
	}),
	required('lets the site know that its form was stored', async (target) => {
		const answer = await sendForm(await signForm(target), {}, { origin: ALLOWED_ORIGIN });
		assertStatus(answer, 204);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
	}),
	required('lets the site read why its form was refused', async (target) => {
		const changes = { content: FORM_CONTENT.toUpperCase() };
		const answer = await sendForm(await signForm(target), changes, { origin: ALLOWED_ORIGIN });
		assertRefused(answer);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		assert.match(answer.body.toString(), /<Code>\w+<\/Code>/);
	}),
	required('lets the site read why its part was refused', async (target) => {
		const signed = await signPart(target);
		const headers = { ...signed.headers, origin: ALLOWED_ORIGIN };
		const answer = await sendPart(signed, { headers, body: Buffer.alloc(signed.body.length) });
		assertRefused(answer);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		await signed.upload.abort();
	}),
	required('lets the site read a file by its presigned address', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const headers = { origin: ALLOWED_ORIGIN, range: 'bytes=0-3' };
		const answer = await rawRequest(await target.presignGet(key), { method: 'GET', headers });
		assertStatus(answer, 206);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		assert.match(answer.headers['access-control-expose-headers'] ?? '', /content-range/i);
	}),
	required('says that its answers vary by origin', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const url = await target.presignGet(key);
		for (const headers of [{ origin: ALLOWED_ORIGIN }, { origin: 'https://evil.example' }, {}]) {
			const answer = await rawRequest(url, { method: 'GET', headers });
			assertStatus(answer, 200);
			// Otherwise a cache would hand one origin what another was answered.
			assert.match(answer.headers.vary ?? '', /\bOrigin\b/i);
		}
	}),
	...FOREIGN_ORIGINS.map((origin) =>
		required(`does not let ${origin} in`, (target) => assertPreflightRefused(target, { origin })),
	),
	required('gives no other site the headers that let it read', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const url = await target.presignGet(key);
		const read = (origin: string) => rawRequest(url, { method: 'GET', headers: { origin } });
		const own = await read(ALLOWED_ORIGIN);
		assert.equal(own.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		const foreign = await read('https://evil.example');
		assert.equal(foreign.headers['access-control-allow-origin'], undefined);
	}),
	optional('refuses a preflight for a method that no rule allows', (target) =>
		assertPreflightRefused(target, { 'access-control-request-method': 'DELETE' }),
	),
	optional('refuses a preflight for a header that no rule allows', (target) =>
		assertPreflightRefused(target, { 'access-control-request-headers': 'x-other' }),
	),
];
