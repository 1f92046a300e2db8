import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { parseBucketProperties } from '../../../../local/s3/bucket-properties.ts';
import { corsHeaders, preflight } from '../../../../local/s3/cors.ts';
import { S3Request } from '../../../../local/s3/request.ts';

const SITE = 'https://vault.example';
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

const BUCKET = parseBucketProperties('vault', {
	CorsConfiguration: {
		CorsRules: [
			{
				AllowedOrigins: [SITE],
				AllowedMethods: ['GET', 'PUT'],
				AllowedHeaders: ['content-type', 'X-Amz-*'],
				ExposedHeaders: ['ETag', 'Content-Range'],
				MaxAge: 3600,
			},
			{ AllowedOrigins: ['https://*.wide.example'], AllowedMethods: ['GET'] },
			{ AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
		],
	},
});

function requestOf(method: string, headers: Readonly<Record<string, string>>): S3Request {
	return new S3Request({
		method,
		url: '/vault/u/1',
		headersDistinct: Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, [value]]),
		),
		iterator: () => [],
	} as unknown as IncomingMessage);
}

function ask(origin: string, method: string, headers?: string) {
	return preflight(
		requestOf('OPTIONS', {
			origin,
			'access-control-request-method': method,
			...(headers !== undefined && { 'access-control-request-headers': headers }),
		}),
		BUCKET,
	);
}

describe('a preflight', () => {
	test('is told all that its rule allows', () => {
		expect(ask(SITE, 'PUT', 'X-Amz-Checksum-Sha256, Content-Type, ')).toEqual({
			status: 200,
			headers: {
				'access-control-allow-origin': SITE,
				'access-control-allow-methods': 'GET, PUT',
				'access-control-allow-headers': 'x-amz-checksum-sha256, content-type',
				'access-control-expose-headers': 'ETag, Content-Range',
				'access-control-max-age': '3600',
				'access-control-allow-credentials': 'true',
				vary: VARY,
			},
		});
	});

	test('by a rule for every origin is told so, and of no credentials', () => {
		expect(ask('https://any.example', 'HEAD')).toEqual({
			status: 200,
			headers: {
				'access-control-allow-origin': '*',
				'access-control-allow-methods': 'HEAD',
				vary: VARY,
			},
		});
	});

	test.each<[string, string, string?]>([
		['https://a.wide.example', 'GET'],
		['https://a.b.wide.example', 'GET', ''],
		[SITE, 'GET', 'x-amz-'],
	])('of %s for %s is allowed (headers: %s)', (origin, method, headers) => {
		expect(ask(origin, method, headers).status).toBe(200);
	});

	test.each<[string, string, string?]>([
		['https://evil.example', 'GET'],
		['https://vault.example.evil', 'GET'],
		['https://wide.example', 'GET'],
		['https://wide.example.evil', 'GET'],
		['http://a.wide.example', 'GET'],
		[SITE, 'DELETE'],
		[SITE, 'PUT', 'x-other'],
		[SITE, 'PUT', 'content-type, x-other'],
		['https://a.wide.example', 'GET', 'content-type'],
	])('of %s for %s is refused (headers: %s), and varies by origin', (origin, method, headers) => {
		expect(() => ask(origin, method, headers)).toThrow(
			expect.objectContaining({ code: 'AccessForbidden', headers: { vary: VARY } }),
		);
	});

	test.each([{ origin: SITE }, { 'access-control-request-method': 'GET' }])(
		'with nothing but %j cannot be answered',
		(headers) => {
			expect(() => preflight(requestOf('OPTIONS', headers), BUCKET)).toThrow(
				expect.objectContaining({
					code: 'BadRequest',
					message: expect.stringContaining('Origin and Access-Control-Request-Method') as string,
				}),
			);
		},
	);

	test('is refused where the bucket has no rule, or there is none', () => {
		const asked = requestOf('OPTIONS', { origin: SITE, 'access-control-request-method': 'GET' });

		for (const bucket of [parseBucketProperties('other', {}), undefined]) {
			expect(() => preflight(asked, bucket)).toThrow(
				expect.objectContaining({ code: 'AccessForbidden' }),
			);
		}
	});
});

describe('an answer', () => {
	test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
		['to the site', { origin: SITE }, SITE],
		['to another origin', { origin: 'https://evil.example' }, undefined],
		['to what is no page', {}, undefined],
	])('%s varies by origin', (_, headers, allowed) => {
		const answer = corsHeaders(requestOf('GET', headers), BUCKET);

		expect(answer.vary).toBe(VARY);
		expect(answer['access-control-allow-origin']).toBe(allowed);
	});

	test('to a method that no rule names allows nothing', () => {
		expect(corsHeaders(requestOf('DELETE', { origin: SITE }), BUCKET)).toEqual({ vary: VARY });
	});

	test('of a bucket without rules says nothing of origins', () => {
		expect(corsHeaders(requestOf('GET', { origin: SITE }), undefined)).toEqual({});
		expect(corsHeaders(requestOf('GET', {}), parseBucketProperties('other', {}))).toEqual({});
	});
});
