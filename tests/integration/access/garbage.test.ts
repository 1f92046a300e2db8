import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';
import { matrix, probe, type Ids } from './matrix.ts';
import { mutants } from './mutants.ts';

let stack: Stack;
let client: VaultClient;
let owner: { readonly accessToken: string };
let ids: Ids;

beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	client = new VaultClient(stack, await stack.createUser());
	owner = await stack.createOwner();
	const { rootId } = await client.open();
	const file = await client.upload(rootId, 'kept.txt', Buffer.from('kept'));
	const doomed = await client.upload(rootId, 'old.txt', Buffer.from('old'));
	await client.trash([doomed.id]);
	const uploadId = await client.begin(rootId, 'half.bin', 20 * 1024 * 1024);
	ids = {
		folderId: rootId,
		fileId: file.id,
		versionId: file.versionId,
		uploadId,
		trashedId: doomed.id,
		restoreId: randomUUID(),
	};
});
afterAll(async () => {
	await stack.close();
});

/** Bodies that are no JSON object, with the status each deserves. */
const bodies: [title: string, body: string | Uint8Array, contentType: string, status: number][] = [
	['nothing', '', 'application/json', 400],
	['null', 'null', 'application/json', 400],
	['an array', '[]', 'application/json', 400],
	['a string', '"x"', 'application/json', 400],
	['a number', '123', 'application/json', 400],
	['half an object', '{"name":', 'application/json', 400],
	['a trailing comma', '{"a":1,}', 'application/json', 400],
	['trailing garbage', '{} x', 'application/json', 400],
	['NaN', '{"a":NaN}', 'application/json', 400],
	['invalid UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'application/json', 400],
	['an unknown field', '{"owner_id":"x","role":"admin"}', 'application/json', 400],
	['__proto__', '{"__proto__":{"ok":true}}', 'application/json', 400],
	['constructor', '{"constructor":{"prototype":{"ok":true}}}', 'application/json', 400],
	['ten thousand levels', '['.repeat(10_000) + ']'.repeat(10_000), 'application/json', 400],
	['two megabytes', `{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`, 'application/json', 413],
	['a form', 'a=1', 'application/x-www-form-urlencoded', 415],
	['plain text', '{}', 'text/plain', 415],
];

const posts = matrix.filter(({ endpoint }) => endpoint.method === 'POST');

describe.each(posts.map(({ endpoint }) => [endpoint.name, endpoint] as const))(
	'%s',
	(_, endpoint) => {
		test.each(bodies)('refuses a body of %s', async (_title, body, contentType, status) => {
			const { accessToken } = endpoint.onlyFor === 'owners' ? owner : client;
			const response = await fetch(stack.apiUrl + endpoint.path, {
				method: 'POST',
				headers: { authorization: `Bearer ${accessToken}`, 'content-type': contentType },
				body: body as BodyInit,
			});

			expect(response.status).toBe(status);
			expect(response.headers.get('content-type')).toContain('application/problem+json');
		});
	},
);

describe('a request that no browser of ours sends', () => {
	const bearer = () => `Bearer ${client.accessToken}`;
	const json = { 'content-type': 'application/json' };
	const many = Array.from({ length: 500 }, (_, i) => `a${String(i)}=1`).join('&');

	test.each<[title: string, method: string, path: string, headers: Headers, status: number]>([
		['to nowhere', 'GET', '/nothing', {}, 404],
		['by another method', 'DELETE', '/vault/open', {}, 404],
		['that only looks', 'HEAD', '/vault/open', {}, 404],
		['that traces', 'TRACE', '/vault/open', {}, 404],
		['that overrides its method', 'GET', '/vault/open', { 'x-http-method-override': 'POST' }, 404],
		['with two slashes', 'POST', '//vault/open', {}, 404],
		['with a slash at the end', 'POST', '/vault/open/', {}, 404],
		['with an escaped slash', 'GET', '/folders%2Flist', {}, 404],
		['with a parameter in its path', 'POST', '/vault/open;x=1', {}, 404],
		['with the name of the stage', 'POST', '/dev/vault/open', {}, 404],
		['with five hundred fields', 'GET', `/files/timeline?only=all&${many}`, {}, 400],
		['with a field twice', 'GET', '/files/timeline?only=all&cursor=a&cursor=b', {}, 400],
		['for no rows', 'GET', '/files/timeline?only=all&limit=0', {}, 400],
		['for more rows than a page has', 'GET', '/files/timeline?only=all&limit=201', {}, 400],
		['for rows and a statement', 'GET', '/files/timeline?only=all&limit=10;DROP', {}, 400],
		['with more headers than fit', 'POST', '/vault/open', { 'x-pad': 'x'.repeat(10_300) }, 431],
		['that is compressed', 'POST', '/folders/create', { 'content-encoding': 'gzip', ...json }, 415],
		[
			'in UTF-16',
			'POST',
			'/folders/create',
			{ 'content-type': 'application/json; charset=utf-16' },
			415,
		],
	])('%s is refused', async (_, method, path, headers, status) => {
		expect(await statusOf({ method, path, headers: { authorization: bearer(), ...headers } })).toBe(
			status,
		);
	});

	test.each<[title: string, path: string, headers: () => Headers]>([
		['in two headers', '/files/timeline', () => ({ authorization: [bearer(), bearer()] })],
		['in a cookie', '/files/timeline', () => ({ cookie: `authorization=${client.accessToken}` })],
		[
			'in another header',
			'/files/timeline',
			() => ({ 'x-authorization': bearer(), 'x-user-id': 'x' }),
		],
	])('with its token %s stays outside', async (_, path, headers) => {
		expect(await statusOf({ method: 'GET', path, headers: headers() })).toBe(401);
		expect(await statusOf({ method: 'GET', path: `${path}?token=x`, headers: {} })).toBe(401);
	});

	test.each(['null', 'https://evil.example', (site: string) => `${site}.evil.example`])(
		'from the page of another origin is not read there',
		async (origin) => {
			const from = typeof origin === 'string' ? origin : origin(stack.siteUrl);

			const response = await fetch(`${stack.apiUrl}/files/timeline`, {
				headers: { authorization: bearer(), origin: from },
			});

			expect(response.headers.get('access-control-allow-origin')).toBeNull();
		},
	);
});

type Headers = Record<string, string | string[]>;

/** As it is, where fetch would put it right. */
async function statusOf({
	method,
	path,
	headers,
}: {
	method: string;
	path: string;
	headers: Headers;
}): Promise<number | undefined> {
	const { hostname, port } = new URL(stack.apiUrl);
	const sent = request({ hostname, port, method, path, headers });
	sent.end(method === 'POST' ? '{}' : undefined);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	response.resume();
	return response.statusCode;
}

test.each(
	matrix.filter(({ request }) => request !== null).map((row) => [row.endpoint.name, row] as const),
)(
	'%s answers every strange field with a 4xx and a code, or does what was asked',
	async (_, { endpoint, request: make }) => {
		const authorization = `Bearer ${client.accessToken}`;
		const requests = [...mutants(make?.(ids, ids))].filter(
			(mutant) => endpoint.method === 'POST' || isFlat(mutant),
		);

		const statuses = await eachOf(requests, async (mutant) => {
			const answer = await probe(stack.apiUrl, endpoint, {
				authorization,
				request: mutant as object,
			});
			return { mutant, status: answer.status, code: answer.body.code };
		});

		const wrong = statuses.filter(
			({ status, code }) => status !== 200 && (status < 400 || status > 499 || code === undefined),
		);
		expect(wrong).toEqual([]);
	},
	120_000,
);

/** A query string holds text only. */
function isFlat(value: unknown): value is Record<string, string> {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		Object.values(value).every((item) => typeof item === 'string' && item.length < 4000)
	);
}

/** Eight at a time: as many as a browser would send. */
async function eachOf<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) results[index] = await run(item);
	};
	await Promise.all(Array.from({ length: 8 }, worker));
	return results;
}

test('names of any kind are kept to the byte or refused with a reason', async () => {
	const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 });
	// The first one takes seconds on a busy machine, in which a connection that was used already would be closed.
	fc.sample(names, 1);
	const { rootId } = await client.open();
	const parentId = await client.createFolder(rootId, 'Names');

	await fc.assert(
		fc.asyncProperty(names, async (name) => {
			const answer = await probe(
				stack.apiUrl,
				{
					...(matrix.find(({ endpoint }) => endpoint.name === 'createFolder')?.endpoint ?? fail()),
				},
				{ authorization: `Bearer ${client.accessToken}`, request: { parentId, name } },
			);

			if (answer.status === 200) {
				const { name: kept } = answer.body.folder as { name: string };
				expect(kept).toBe(kept.normalize('NFC'));
				expect(name.normalize('NFC')).toContain(kept);
			} else {
				expect(['bad_name', 'name_conflict', 'bad_request']).toContain(answer.body.code);
			}
		}),
		{ numRuns: 150 },
	);
});

function fail(): never {
	throw new Error('createFolder is not in the matrix');
}
