import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { assertStatus, optional, type Probe } from './probe.ts';
import { rawRequest, type RawResponse } from './raw-request.ts';
import { sendPut } from './target.ts';

/** The one origin that the bucket under test allows. */
const ALLOWED_ORIGIN = 'https://vault.example';

/** The rule as CloudFormation writes it, which is also what these probes expect. */
export const CORS_RULE = {
	AllowedOrigins: [ALLOWED_ORIGIN],
	AllowedMethods: ['GET', 'PUT', 'POST', 'HEAD'],
	AllowedHeaders: ['content-type', 'if-none-match', 'x-amz-checksum-*'],
	ExposedHeaders: ['ETag', 'x-amz-version-id', 'x-amz-checksum-sha256'],
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

export const corsProbes: readonly Probe[] = [
	optional('lets the site’s origin send a presigned PUT', async (target) => {
		const { url } = await target.presignPut(randomBytes(8));
		const answer = await preflight(url, {
			'access-control-request-headers': 'content-type,if-none-match,x-amz-checksum-sha256',
		});
		assertStatus(answer, 200);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		assert.match(answer.headers['access-control-allow-methods'] ?? '', /\bPUT\b/);
		assert.match(answer.headers['access-control-allow-headers'] ?? '', /if-none-match/);
		assert.equal(answer.headers['access-control-max-age'], '3600');
	}),
	...FOREIGN_ORIGINS.map((origin) =>
		optional(`does not let ${origin} in`, async (target) => {
			const { url } = await target.presignPut(randomBytes(8));
			const answer = await preflight(url, { origin });
			assertStatus(answer, 403);
			assert.equal(answer.headers['access-control-allow-origin'], undefined);
		}),
	),
	optional('refuses a preflight for a method that no rule allows', async (target) => {
		const { url } = await target.presignPut(randomBytes(8));
		assertStatus(await preflight(url, { 'access-control-request-method': 'DELETE' }), 403);
	}),
	optional('refuses a preflight for a header that no rule allows', async (target) => {
		const { url } = await target.presignPut(randomBytes(8));
		assertStatus(await preflight(url, { 'access-control-request-headers': 'x-amz-acl' }), 403);
	}),
	optional('shows the site what the rule exposes, and says that answers vary', async (target) => {
		const signed = await target.presignPut(randomBytes(8));
		const headers = { ...signed.headers, origin: ALLOWED_ORIGIN };
		const answer = await sendPut(signed, { headers });
		assertStatus(answer, 200);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
		assert.match(answer.headers['access-control-expose-headers'] ?? '', /x-amz-version-id/);
		assert.match(answer.headers.vary ?? '', /\bOrigin\b/i);
	}),
	optional('lets the site read why it was refused', async (target) => {
		const signed = await target.presignPut(randomBytes(8));
		const headers = { ...signed.headers, origin: ALLOWED_ORIGIN, 'content-type': 'text/html' };
		const answer = await sendPut(signed, { headers });
		assertStatus(answer, 403);
		assert.equal(answer.headers['access-control-allow-origin'], ALLOWED_ORIGIN);
	}),
	optional('gives no other site the headers that let it read', async (target) => {
		const key = target.newKey();
		await target.put(key, 'content');
		const answer = await rawRequest(await target.presignGet(key), {
			method: 'GET',
			headers: { origin: 'https://evil.example' },
		});
		assert.equal(answer.headers['access-control-allow-origin'], undefined);
	}),
];
