import { endpoint } from '#contract/endpoint';
import { problem } from '#contract/errors';
import { BODY_MAX_BYTES, PERSON_REQUESTS_BURST } from '#contract/limits';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { VaultError } from '../../../../lambdas/domain/vault-error.ts';
import { httpHandler } from '../../../../lambdas/http/http-handler.ts';
import { PersonLimits } from '../../../../lambdas/http/person-limits.ts';
import { serve } from '../../../../lambdas/http/route.ts';
import { log } from '../../../../lambdas/runtime/log.ts';

const OWNER = '01890000-0000-7000-8000-000000000001';

const readThing = endpoint({
	name: 'readThing',
	function: 'vault',
	method: 'GET',
	path: '/things/read',
	request: v.strictObject({ name: v.string(), page: v.optional(v.string(), '1') }),
	response: v.unknown(),
});
const writeThing = endpoint({
	name: 'writeThing',
	function: 'vault',
	method: 'POST',
	path: '/things/write',
	request: v.strictObject({ things: v.array(v.strictObject({ size: v.number() })) }),
	response: v.unknown(),
});

const readStage = endpoint({
	name: 'readStage',
	function: 'vault',
	method: 'GET',
	path: '/stage/read',
	onlyFor: 'owners',
	request: v.strictObject({}),
	response: v.unknown(),
});

let info: MockInstance;
let error: MockInstance;
let answer: (caller: unknown, input: unknown) => Promise<unknown>;
const useCase = (_deps: null, caller: unknown, input: unknown) => answer(caller, input);
const handler = httpHandler([
	serve(readThing, useCase, null),
	serve(writeThing, useCase, null),
	serve(readStage, useCase, null),
]);

beforeEach(() => {
	answer = (caller, input) => Promise.resolve({ caller, input });
	info = vi.spyOn(log, 'info').mockReturnValue(undefined);
	error = vi.spyOn(log, 'error').mockReturnValue(undefined);
});

interface Sent {
	readonly method?: string;
	readonly path?: string;
	readonly query?: string;
	readonly headers?: Record<string, string>;
	readonly body?: string;
	readonly base64?: boolean;
	readonly claims?: Record<string, unknown> | null;
}

const access = { sub: OWNER, token_use: 'access', auth_time: '1790000000' };
const CALLER = { ownerId: OWNER, signedInAt: 1_790_000_000 };

async function send({ claims = access, ...sent }: Sent, to = handler) {
	const method = sent.method ?? 'GET';
	const event = {
		version: '2.0',
		routeKey: '$default',
		rawPath: sent.path ?? '/things/read',
		rawQueryString: sent.query ?? '',
		headers: { host: 'api.example', ...sent.headers },
		body: sent.body ?? null,
		isBase64Encoded: sent.base64 ?? false,
		requestContext: {
			requestId: 'request-1',
			domainName: 'api.example',
			http: { method, path: sent.path ?? '/things/read', sourceIp: '127.0.0.1' },
			...(claims !== null && { authorizer: { jwt: { claims } } }),
		},
	};
	const result = (await to(event as never)) as {
		statusCode: number;
		headers: Record<string, string>;
		body: string;
		isBase64Encoded?: boolean;
	};
	return { ...result, json: JSON.parse(read(result)) as unknown };
}

/** As the client of the API reads it. */
function read(result: {
	headers: Record<string, string>;
	body: string;
	isBase64Encoded?: boolean;
}) {
	const bytes = Buffer.from(result.body, result.isBase64Encoded === true ? 'base64' : 'utf8');
	const coding = result.headers['content-encoding'];
	if (coding === 'br') return brotliDecompressSync(bytes).toString();
	return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

const json = { 'content-type': 'application/json' };
const write = (body: string, more: Sent = {}) =>
	send({ method: 'POST', path: '/things/write', headers: json, body, ...more });

describe('a request in order', () => {
	test('reaches its use case, parsed, with the caller of the token', async () => {
		const { statusCode, json: body } = await send({ query: 'name=a%2Fb' });

		expect(statusCode).toBe(200);
		expect(body).toEqual({ caller: CALLER, input: { name: 'a/b', page: '1' } });
	});

	test('may carry JSON, also in base64', async () => {
		const body = '{"things":[{"size":1}]}';

		expect((await write(body)).json).toMatchObject({ input: { things: [{ size: 1 }] } });
		const packed = await write(Buffer.from(body).toString('base64'), { base64: true });
		expect(packed.json).toMatchObject({ input: { things: [{ size: 1 }] } });
		const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
		expect((await write(body, { headers })).statusCode).toBe(200);
	});

	test('is answered for one person and one moment, and logged in one line', async () => {
		const { headers } = await send({ query: 'name=secret' });

		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
		});
		expect(info).toHaveBeenCalledTimes(1);
		expect(JSON.stringify(info.mock.calls)).not.toContain('secret');
	});
});

describe('a long answer', () => {
	const long = { names: Array.from({ length: 200 }, (_, i) => `Grüße ${String(i)}.jpg`) };
	const ask = (accepted: string) =>
		send({ query: 'name=a', headers: { 'accept-encoding': accepted } });
	beforeEach(() => {
		answer = () => Promise.resolve(long);
	});

	test.each([
		['gzip, deflate, br, zstd', 'br'],
		['gzip, deflate', 'gzip'],
		['GZIP;q=0.5', 'gzip'],
		['br;q=0, gzip;q=1.0', 'gzip'],
	])('to who accepts %s is coded as %s, in few bytes', async (accepted, coding) => {
		const { headers, body, json: read } = await ask(accepted);

		expect(headers).toMatchObject({ 'content-encoding': coding, 'cache-control': 'no-store' });
		expect(read).toEqual(long);
		expect(body.length).toBeLessThan(JSON.stringify(long).length / 2);
	});

	test.each(['', 'identity', 'gzip;q=0, br; q=0.000', 'x-gzip', 'zstd'])(
		'to who accepts %j is plain',
		async (accepted) => {
			const { headers, isBase64Encoded, json: read } = await ask(accepted);

			expect(headers).not.toHaveProperty('content-encoding');
			expect(isBase64Encoded).toBeUndefined();
			expect(read).toEqual(long);
		},
	);

	test('is plain to who says nothing of it, and so is a short one to everybody', async () => {
		expect((await send({ query: 'name=a' })).headers).not.toHaveProperty('content-encoding');
		answer = () => Promise.resolve({ names: ['a'] });
		expect((await ask('gzip, br')).headers).not.toHaveProperty('content-encoding');
	});
});

describe('a request is refused', () => {
	test.each([
		['without a token', null],
		['with an ID token', { ...access, token_use: 'id' }],
		['without a use', { ...access, token_use: undefined }],
		['without the time it was signed in at', { ...access, auth_time: undefined }],
		['with a time that is none', { ...access, auth_time: 'yesterday' }],
		['with a time that is empty', { ...access, auth_time: '' }],
		['without a subject', { ...access, sub: undefined }],
		['with a subject that is no id', { ...access, sub: "' OR 1=1" }],
	])('%s', async (_, claims) => {
		const { statusCode, json: body } = await send({ query: 'name=a', claims });

		expect(statusCode).toBe(401);
		expect(body).toMatchObject({ code: 'unauthenticated' });
	});
});

describe('what is for owners of the stage', () => {
	const ask = (groups: unknown, query = '') =>
		send({
			path: '/stage/read',
			query,
			claims: groups === undefined ? access : { ...access, 'cognito:groups': groups },
		});

	test.each(['[owners]', '[family owners]', '[owners family]'])('opens to %s', async (groups) => {
		const { statusCode, json: body } = await ask(groups);

		expect(statusCode).toBe(200);
		expect(body).toEqual({ caller: CALLER, input: {} });
	});

	test.each([
		['a person of no group', undefined],
		['no group at all', '[]'],
		['another group', '[family]'],
		['a group whose name holds ours', '[co-owners owners2]'],
		['another spelling', '[Owners]'],
		['a claim that is no list', 'owners'],
		['an unclosed list', '[owners'],
		['a list with something before it', 'x[owners]'],
		['a list with something behind it', '[owners]x'],
	])('is closed to %s, before a word of the request is read', async (_, groups) => {
		for (const query of ['', 'probe=x']) {
			const { statusCode, json: body } = await ask(groups, query);

			expect([statusCode, v.parse(problem, body).code]).toEqual([403, 'owners_only']);
		}
	});
});

describe('a request out of order', () => {
	const nested = '['.repeat(100_000);
	test.each<readonly [string, number, string, Sent]>([
		['unknown route', 404, 'not_found', { path: '/nowhere' }],
		['wrong method', 405, 'method_not_allowed', { method: 'DELETE' }],
		['missing field', 400, 'bad_request', {}],
		['unknown field', 400, 'bad_request', { query: 'name=a&owner_id=b' }],
		['repeated field', 400, 'bad_request', { query: 'name=a&name=b' }],
		['__proto__ in the query', 400, 'bad_request', { query: 'name=a&__proto__=b' }],
	])('%s: %i %s', async (_, status, code, sent) => {
		const { statusCode, headers, json: body } = await send(sent);

		expect([statusCode, v.parse(problem, body).code]).toEqual([status, code]);
		expect(headers['content-type']).toBe('application/problem+json');
	});

	test.each([
		'',
		'null',
		'[]',
		'"x"',
		'123',
		'{',
		'{"things":[],}',
		'{"things":[]} x',
		'{"things":NaN}',
		'\ufeff{"things":[]}',
		'{"things":[{"size":"1"}]}',
		'{"things":[{"size":1,"owner_id":"x"}]}',
		'{"things":{"length":0}}',
		'{"things":[],"__proto__":{}}',
		'{"things":[{"size":1,"__proto__":{"a":1}}]}',
		'{"things":[],"constructor":{}}',
		'{"things":[],"toString":1}',
		nested,
		`{"things":${'[{"size":'.repeat(10_000)}`,
	])('body %#: 400', async (body) => {
		expect((await write(body)).json).toMatchObject({ status: 400, code: 'bad_request' });
	});

	test('names the place that is wrong and never says what stood there', async () => {
		const { body } = await write('{"things":[{"size":1},{"size":"secret"}]}');

		expect(JSON.parse(body)).toMatchObject({ field: 'things.1.size', requestId: 'request-1' });
		expect(body).not.toContain('secret');
	});

	test('does not repeat a name it does not know', async () => {
		expect((await send({ query: 'name=a&secret=b' })).body).not.toContain('secret');
		expect((await send({ query: 'secret=a&secret=b' })).body).not.toContain('secret');
		expect((await write('{"things":[],"secret":1}')).body).not.toContain('secret');
	});

	test('says which methods there are', async () => {
		expect((await send({ method: 'PUT' })).headers.allow).toBe('GET');
	});

	test('must be UTF-8', async () => {
		const body = Buffer.from('{"things":[],"a":"\xff"}', 'latin1').toString('base64');

		expect((await write(body, { base64: true })).statusCode).toBe(400);
	});

	test.each([
		{},
		{ 'content-type': 'text/plain' },
		{ 'content-type': 'multipart/form-data; boundary=x' },
		{ 'content-type': 'application/json-patch+json' },
		{ 'content-type': 'application/json; charset=utf-16' },
		{ ...json, 'content-encoding': 'gzip' },
	])('%j: 415', async (headers) => {
		const { json: body } = await write('{"things":[]}', { headers });

		expect(body).toMatchObject({ status: 415, code: 'unsupported_media_type' });
	});

	test('may not be larger than the limit', async () => {
		const body = JSON.stringify({ things: 'x'.repeat(BODY_MAX_BYTES) });

		expect((await write(body)).json).toMatchObject({ status: 413, code: 'body_too_large' });
	});
});

describe('a person who asks for too much', () => {
	test('is told when to come back, and no use case runs', async () => {
		const limits = new PersonLimits(() => 0);
		limits.take(OWNER, PERSON_REQUESTS_BURST);
		const ran = vi.fn(() => Promise.resolve({}));
		const strict = httpHandler([serve(readThing, ran, null, { cost: 15 })], { limits });

		const { statusCode, headers, json: body } = await send({ query: 'name=a' }, strict);

		expect(statusCode).toBe(429);
		expect(body).toMatchObject({ code: 'too_many_requests' });
		expect(headers['retry-after']).toBe('2');
		expect(ran).not.toHaveBeenCalled();
	});

	test('is refused by what all processes counted together, before any use case runs', async () => {
		const taken = vi.fn(() => Promise.resolve(false));
		const ran = vi.fn(() => Promise.resolve({}));
		const strict = httpHandler([serve(readThing, ran, null)], { shares: { take: taken } });

		const { statusCode, headers } = await send({ query: 'name=a' }, strict);

		expect(statusCode).toBe(429);
		expect(headers['retry-after']).toBe('1');
		expect(taken).toHaveBeenCalledExactlyOnceWith(
			{ ownerId: OWNER, functionName: 'vault' },
			10,
			expect.any(Date),
		);
		expect(ran).not.toHaveBeenCalled();
	});

	test('is counted once the token is good: a stranger uses up nobody\u2019s share', async () => {
		const limits = new PersonLimits(() => 0);
		const strict = httpHandler([serve(readThing, useCase, null)], { limits });
		for (let i = 0; i < PERSON_REQUESTS_BURST; i++) {
			await send({ query: 'name=a', claims: { ...access, token_use: 'id' } }, strict);
		}

		expect((await send({ query: 'name=a' }, strict)).statusCode).toBe(200);
	});
});

describe('a use case that says no', () => {
	test('is answered by its code, field and reason', async () => {
		answer = () => Promise.reject(new VaultError('bad_name', { field: 'name', reason: 'empty' }));

		const { statusCode, json: body } = await send({ query: 'name=a' });

		expect(statusCode).toBe(400);
		expect(body).toMatchObject({ code: 'bad_name', field: 'name', reason: 'empty' });
	});

	test('for want of the database asks to come back', async () => {
		answer = () => Promise.reject(new VaultError('unavailable'));

		const { statusCode, headers } = await send({ query: 'name=a' });

		expect(statusCode).toBe(503);
		expect(Number(headers['retry-after'])).toBeGreaterThan(0);
	});

	test('and knows until when says so', async () => {
		answer = () => Promise.reject(new VaultError('too_many_mails', { retryAfterSeconds: 7200 }));

		const { statusCode, headers } = await send({ query: 'name=a' });

		expect([statusCode, headers['retry-after']]).toEqual([429, '7200']);
	});

	test('by accident is logged, and not shown to the caller', async () => {
		answer = () => Promise.reject(new Error('password is hunter2'));

		const { body, json: told } = await send({ query: 'name=a' });

		expect(told).toMatchObject({ status: 500, code: 'internal' });
		expect(body).not.toContain('hunter2');
		expect(error).toHaveBeenCalledTimes(1);
	});
});

describe('the log', () => {
	const facts = { route: 'readThing', requestId: 'request-1' };

	test('says of an answer its route, status and time', async () => {
		await send({ query: 'name=a' });

		expect(info).toHaveBeenCalledExactlyOnceWith('answered', {
			...facts,
			status: 200,
			ms: expect.toSatisfy((ms: number) => ms >= 0 && ms < 10_000) as number,
		});
	});

	test('says of a refusal its code, and does not call it a failure', async () => {
		await send({ query: 'nothing=a' });

		const refused = { ...facts, status: 400, code: 'bad_request' };
		expect(info).toHaveBeenCalledExactlyOnceWith('refused', expect.objectContaining(refused));
		expect(error).not.toHaveBeenCalled();
	});

	test.each([
		[
			'an error of ours by its place',
			new TypeError('broken'),
			{ name: 'TypeError', message: 'broken' },
		],
		[
			'an answer of AWS without a message by its status',
			Object.assign(new Error('UnknownError'), { $metadata: { httpStatusCode: 501 } }),
			{ name: 'Error', status: 501 },
		],
		['something else that was thrown by its type', 'text', { name: 'string' }],
	])('says of %s', async (_, thrown, fault) => {
		// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is no error may be thrown as well
		answer = () => Promise.reject(thrown);

		await send({ query: 'name=a' });

		expect(error).toHaveBeenCalledExactlyOnceWith(
			'failed',
			expect.objectContaining({
				...facts,
				status: 500,
				code: 'internal',
				fault: expect.objectContaining(fault) as object,
			}),
		);
	});

	test("says of the driver's errors the code alone, as their messages quote values", async () => {
		const cause = Object.assign(new Error("Duplicate entry 'secret'"), { code: 'ER_DUP_ENTRY' });
		answer = () => Promise.reject(new VaultError('unavailable', { cause }));

		await send({ query: 'name=a' });

		expect(error).toHaveBeenCalledExactlyOnceWith(
			'failed',
			expect.objectContaining({ fault: { name: 'Error', code: 'ER_DUP_ENTRY' } }),
		);
	});
});

describe('a problem', () => {
	test('has words for its code, and says when to come back only where that helps', async () => {
		const refused = await send({ query: 'nothing=a' });
		answer = () => Promise.reject(new VaultError('unavailable'));
		const failed = await send({ query: 'name=a' });

		expect(refused.json).toMatchObject({ title: 'bad request' });
		expect(refused.headers).not.toHaveProperty('retry-after');
		expect(failed.headers['retry-after']).toBe('2');
	});
});
