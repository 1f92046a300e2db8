import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	afterAll,
	afterEach,
	beforeAll,
	beforeEach,
	describe,
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import { SigningKey } from '../../../../local/cognito/signing-key.ts';
import type { Outcome } from '../../../../local/functions/outcome.ts';
import { tokenChecker } from '../../../../local/gateway/jwt.ts';
import type { HttpApi, Route } from '../../../../local/gateway/routes.ts';
import { startGateway } from '../../../../local/gateway/server.ts';
import { UNDER_WAY_MAX } from '../../../../local/gateway/turns.ts';
import type { LocalServer } from '../../../../local/http/serve.ts';

const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool';
const SCOPE = 'aws.cognito.signin.user.admin';
const SITE = 'http://127.0.0.1:8787';

const signedIn: Route = {
	routeKey: 'POST /things/make',
	functionArn: 'arn:make',
	timeoutMs: 200,
	authorizer: { issuer: ISSUER, audience: ['site'] },
	scopes: [SCOPE],
	throttle: undefined,
};
const open = (routeKey: string, more: Partial<Route> = {}): Route => ({
	...signedIn,
	routeKey,
	authorizer: undefined,
	scopes: [],
	...more,
});
const api: HttpApi = {
	apiId: 'api',
	accountId: '000000000000',
	stage: '$default',
	cors: {
		allowOrigins: [SITE],
		allowMethods: ['GET', 'POST'],
		allowHeaders: ['authorization', 'content-type'],
		exposeHeaders: ['retry-after'],
		allowCredentials: false,
		maxAgeSeconds: 3600,
	},
	routes: [
		signedIn,
		{ ...signedIn, routeKey: 'POST /things/slow', timeoutMs: 30_000 },
		open('GET /open'),
		open('GET /open/{id}'),
		open('ANY /open/{rest+}'),
		open('GET /busy', { throttle: { rate: 0.001, burst: 2 } }),
		{ ...signedIn, routeKey: 'GET /mine/busy', throttle: { rate: 0.001, burst: 2 } },
	],
};

let directory: string;
let key: SigningKey;
let gateway: LocalServer;
const invoke = vi.fn<(arn: string, event: unknown) => Promise<Outcome>>();

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'gateway-'));
	key = await SigningKey.open(directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
	invoke.mockReset().mockResolvedValue({ ok: true, payload: { statusCode: 200, body: 'made' } });
	gateway = await startGateway({
		api,
		port: 0,
		checkToken: tokenChecker(() => key.jwks),
		invoke,
		log: () => undefined,
	});
});
afterEach(() => gateway.close());

const now = Math.floor(Date.now() / 1000);
const claims = {
	iss: ISSUER,
	sub: 'anna',
	client_id: 'site',
	token_use: 'access',
	scope: `${SCOPE} other`,
	iat: now - 10,
	exp: now + 600,
};
const without = (name: keyof typeof claims) => ({ ...claims, [name]: undefined });

function call(path: string, init: RequestInit = {}): Promise<Response> {
	return fetch(gateway.origin + path, init);
}

function make(token: string | undefined): Promise<Response> {
	const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
	return call('/things/make', { method: 'POST', headers });
}

/** The event the function was called with. */
function received(): unknown {
	return invoke.mock.calls[0]?.[1];
}

function segment(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A token like ours in everything but the key that signed it. */
function signedByAnother(): string {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const input = `${key.sign(claims).split('.')[0] ?? ''}.${segment(claims)}`;
	return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

test('what a page sends comes over the line, and what has no origin does not', async () => {
	const came: (string | undefined)[] = [];
	const far = await startGateway({
		api,
		port: 0,
		line: ({ method }) => Promise.resolve(void came.push(method)),
		checkToken: tokenChecker(() => key.jwks),
		invoke,
		log: () => undefined,
	});
	onTestFinished(() => far.close());

	await fetch(`${far.origin}/open`);
	await fetch(`${far.origin}/open`, { headers: { origin: SITE } });
	await fetch(`${far.origin}/open`, {
		method: 'OPTIONS',
		headers: { origin: SITE, 'access-control-request-method': 'GET' },
	});

	expect(came).toEqual(['GET', 'OPTIONS']);
	expect(invoke).toHaveBeenCalledTimes(2);
});

describe('a token', () => {
	test('of the pool with the scope lets the request in, with its claims as text', async () => {
		const response = await make(key.sign(claims));

		expect(response.status).toBe(200);
		expect(received()).toMatchObject({
			requestContext: {
				authorizer: { jwt: { claims: { sub: 'anna', iat: String(now - 10) }, scopes: [SCOPE] } },
			},
		});
	});

	test('hands on a list as its items between brackets, as API Gateway does', async () => {
		await make(key.sign({ ...claims, 'cognito:groups': ['owners', 'family'] }));

		expect(received()).toMatchObject({
			requestContext: { authorizer: { jwt: { claims: { 'cognito:groups': '[owners family]' } } } },
		});
	});

	const genuine = () => key.sign(claims);
	test.each<[string, () => string | undefined]>([
		['no token', () => undefined],
		['no JWT', () => 'nonsense'],
		['an empty token', () => ''],
		['a token that has expired', () => key.sign({ ...claims, exp: now - 1 })],
		['a token without expiry', () => key.sign(without('exp'))],
		['a token that is not valid yet', () => key.sign({ ...claims, nbf: now + 60 })],
		['a token issued in the future', () => key.sign({ ...claims, iat: now + 600 })],
		['a token of another pool', () => key.sign({ ...claims, iss: `${ISSUER}x` })],
		['a token without issuer', () => key.sign(without('iss'))],
		['a token of another client', () => key.sign({ ...claims, client_id: 'other' })],
		['a token whose audience is another', () => key.sign({ ...claims, aud: 'other' })],
		['a token without client', () => key.sign(without('client_id'))],
		['a token signed by another key', signedByAnother],
		['a token without signature', () => `${genuine().split('.').slice(0, 2).join('.')}.`],
		['a token whose algorithm is none', () => `${segment({ alg: 'none' })}.${segment(claims)}.`],
		[
			'a token with an altered claim',
			() => {
				const [header = '', , signature = ''] = genuine().split('.');
				return `${header}.${segment({ ...claims, sub: 'ben' })}.${signature}`;
			},
		],
		[
			'a token that names an unknown key',
			() => {
				const [, payload = '', signature = ''] = genuine().split('.');
				return `${segment({ alg: 'RS256', kid: 'other' })}.${payload}.${signature}`;
			},
		],
	])('%s is refused before the function is called', async (_name, token) => {
		const response = await make(token());

		expect(response.status).toBe(401);
		expect(await response.json()).toEqual({ message: 'Unauthorized' });
		expect(invoke).not.toHaveBeenCalled();
	});

	test('without the scope, such as an ID token, is forbidden', async () => {
		const idClaims = { ...claims, scope: undefined, client_id: undefined, aud: 'site' };

		const response = await make(key.sign({ ...idClaims, token_use: 'id' }));

		expect(response.status).toBe(403);
		expect(await response.json()).toEqual({ message: 'Forbidden' });
		expect(invoke).not.toHaveBeenCalled();
	});
});

describe('the event', () => {
	test('has payload format 2.0', async () => {
		await call('/open/a%20b?tag=1&tag=2&q=%C3%A4', {
			headers: { cookie: 'a=1; b=2', 'x-custom': 'yes' },
		});

		expect(received()).toMatchObject({
			version: '2.0',
			routeKey: 'GET /open/{id}',
			rawPath: '/open/a%20b',
			rawQueryString: 'tag=1&tag=2&q=%C3%A4',
			cookies: ['a=1', 'b=2'],
			queryStringParameters: { tag: '1,2', q: 'ä' },
			pathParameters: { id: 'a b' },
			headers: { 'x-custom': 'yes' },
			requestContext: {
				http: { method: 'GET', path: '/open/a%20b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
				stage: '$default',
				timeEpoch: expect.any(Number) as number,
				time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} \+0000$/) as string,
			},
			isBase64Encoded: false,
		});
		expect(received()).not.toHaveProperty('body');
		expect(received()).not.toHaveProperty('headers.cookie');
	});

	test.each([
		['application/json', '{"a":1}', false],
		['text/plain; charset=utf-8', 'ä', false],
		['application/vnd.api+json', '{}', false],
		['application/octet-stream', 'raw', true],
		['application/x-www-form-urlencoded', 'a=1', true],
		['image/png', 'png', true],
	])('carries a body of %s as text or base 64', async (type, body, isBase64Encoded) => {
		await call('/open/x/y', { method: 'PUT', headers: { 'content-type': type }, body });

		expect(received()).toMatchObject({
			isBase64Encoded,
			body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
		});
	});

	test.each([
		['GET', '/open', 'GET /open'],
		['GET', '/open/1', 'GET /open/{id}'],
		['PUT', '/open/1', 'ANY /open/{rest+}'],
		['GET', '/open/1/2', 'ANY /open/{rest+}'],
	])('%s %s goes to the most specific route', async (method, path, routeKey) => {
		await call(path, { method });

		expect(received()).toMatchObject({ routeKey });
	});
});

describe('the answer', () => {
	test.each<[string, unknown, { status: number; body: string; type: string }]>([
		[
			'a result with a status is the answer',
			{ statusCode: 201, headers: { 'Content-Type': 'text/html' }, body: '<p>' },
			{ status: 201, body: '<p>', type: 'text/html' },
		],
		[
			'a result without one is the JSON of a 200',
			{ a: 1 },
			{ status: 200, body: '{"a":1}', type: 'application/json' },
		],
		['a text is itself', 'hello', { status: 200, body: 'hello', type: 'application/json' }],
		[
			'base 64 is decoded',
			{ statusCode: 200, body: 'aGk=', isBase64Encoded: true },
			{ status: 200, body: 'hi', type: 'text/plain;charset=UTF-8' },
		],
		[
			'a status that is no number is an error',
			{ statusCode: 'fine' },
			{ status: 500, body: '{"message":"Internal Server Error"}', type: 'application/json' },
		],
	])('%s', async (_name, payload, expected) => {
		invoke.mockResolvedValue({ ok: true, payload });

		const response = await call('/open');

		expect({
			status: response.status,
			body: await response.text(),
			type: response.headers.get('content-type'),
		}).toEqual(expected);
	});

	test('sets each cookie by a header of its own', async () => {
		invoke.mockResolvedValue({ ok: true, payload: { statusCode: 200, cookies: ['a=1', 'b=2'] } });

		const response = await call('/open');

		expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
	});

	test('does not tell what went wrong in a function', async () => {
		invoke.mockResolvedValue({ ok: false, error: { errorType: 'E', errorMessage: 'secret' } });

		const response = await call('/open');

		expect(response.status).toBe(500);
		expect(await response.json()).toEqual({ message: 'Internal Server Error' });
	});

	test('does not wait longer than the integration may take', async () => {
		invoke.mockReturnValue(new Promise(() => undefined));

		const response = await call('/open');

		expect(response.status).toBe(503);
		expect(await response.json()).toEqual({ message: 'Service Unavailable' });
	});

	test('is 404 where there is no route', async () => {
		const response = await call('/nowhere');

		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({ message: 'Not Found' });
	});

	test.each(['//', '//[', '//other.host/open'])(
		'is told so of %s too, as the site',
		async (path) => {
			const response = await call(path, { headers: { origin: SITE } });

			expect(response.status).toBe(404);
			expect(response.headers.get('access-control-allow-origin')).toBe(SITE);
		},
	);
});

describe('a limit', () => {
	test('of requests answers 429 once the burst is used up', async () => {
		const statuses = [];
		for (let count = 0; count < 3; count += 1) statuses.push((await call('/busy')).status);

		expect(statuses).toEqual([200, 200, 429]);
	});

	test('of requests counts strangers too, as AWS does not promise to count them later', async () => {
		const statuses = [];
		for (let count = 0; count < 3; count += 1) statuses.push((await call('/mine/busy')).status);

		expect(statuses).toEqual([401, 401, 429]);
	});

	test('of body bytes answers 413', async () => {
		const body = 'x'.repeat(10 * 1024 * 1024 + 1);

		const response = await call('/open/x/y', { method: 'PUT', body });

		expect(response.status).toBe(413);
		expect(invoke).not.toHaveBeenCalled();
	});

	// Found by `npm run fuzz` with seed 3740821251.
	test('of body bytes leaves nothing in the way of the next request on the connection', async () => {
		const { hostname, port } = new URL(gateway.origin);
		const socket = connect(Number(port), hostname);
		const request = (size: number) =>
			`PUT /open/x/y HTTP/1.1\r\nhost: x\r\ncontent-length: ${String(size)}\r\n\r\n${'x'.repeat(size)}`;

		const statuses: string[] = [];
		for (const size of [12 * 1024 * 1024, 1]) {
			await new Promise((sent) => socket.write(request(size), sent));
			const [answer] = (await once(socket, 'data')) as [Buffer];
			statuses.push(answer.toString('latin1').split(' ')[1] ?? '');
		}

		socket.destroy();
		expect(statuses).toEqual(['413', '200']);
	});

	test('of header bytes answers 431', async () => {
		const status = await new Promise((resolve, reject) => {
			const sent = request(`${gateway.origin}/open`, {
				headers: { 'x-large': 'x'.repeat(10_240) },
			});
			sent.on('response', (response) => {
				response.resume();
				resolve(response.statusCode);
			});
			sent.on('error', reject);
			sent.end();
		});

		expect(status).toBe(431);
	});
});

describe('another origin', () => {
	const preflight = (origin: string, method: string) =>
		call('/things/make', {
			method: 'OPTIONS',
			headers: { origin, 'access-control-request-method': method },
		});

	test('may ask first without a token, if it is the site', async () => {
		const response = await preflight(SITE, 'POST');

		expect(response.status).toBe(204);
		expect(response.headers.get('access-control-allow-origin')).toBe(SITE);
		expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
		expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
		expect(response.headers.get('access-control-max-age')).toBe('3600');
		expect(response.headers.get('access-control-allow-credentials')).toBeNull();
	});

	test.each([
		['https://evil.example', 'POST'],
		[SITE, 'DELETE'],
		['null', 'POST'],
		[`${SITE}.evil.example`, 'POST'],
	])('%s asking for %s is not allowed', async (origin, method) => {
		const response = await preflight(origin, method);

		expect(response.headers.get('access-control-allow-origin')).toBeNull();
	});

	test('reads errors of the gateway too, if it is the site', async () => {
		const response = await call('/things/make', { method: 'POST', headers: { origin: SITE } });

		expect(response.status).toBe(401);
		expect(response.headers.get('access-control-allow-origin')).toBe(SITE);
		expect(response.headers.get('access-control-expose-headers')).toBe('retry-after');
	});

	test('is not let in by what a function says', async () => {
		const headers = { 'access-control-allow-origin': '*' };
		invoke.mockResolvedValue({ ok: true, payload: { statusCode: 200, headers, body: '' } });

		const response = await call('/open', { headers: { origin: 'https://evil.example' } });

		expect(response.headers.get('access-control-allow-origin')).toBeNull();
	});
});

test('a sender who has sent as much as may be under way waits, and no other does', async () => {
	const held = Promise.withResolvers<Outcome>();
	const done: Outcome = { ok: true, payload: { statusCode: 200, body: 'made' } };
	const slow = (token: string) =>
		call('/things/slow', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
	const [ann, bob] = [key.sign(claims), key.sign({ ...claims, sub: 'bob' })];
	invoke.mockImplementation((_arn, event) =>
		JSON.stringify(event).includes('"sub":"bob"') ? Promise.resolve(done) : held.promise,
	);

	const flood = Array.from({ length: UNDER_WAY_MAX + 5 }, () => slow(ann));
	await vi.waitFor(() => expect(invoke).toHaveBeenCalledTimes(UNDER_WAY_MAX));
	expect((await slow(bob)).status).toBe(200);
	expect(invoke).toHaveBeenCalledTimes(UNDER_WAY_MAX + 1);
	held.resolve(done);

	const statuses = (await Promise.all(flood)).map(({ status }) => status);
	expect(new Set(statuses)).toEqual(new Set([200]));
});
