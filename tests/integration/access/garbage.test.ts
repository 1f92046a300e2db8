import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';
import { matrix, probe, type Ids } from './matrix.ts';

let stack: Stack;
let client: VaultClient;
let ids: Ids;

beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	client = new VaultClient(stack, await stack.createUser());
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
			const response = await fetch(stack.apiUrl + endpoint.path, {
				method: 'POST',
				headers: { authorization: `Bearer ${client.accessToken}`, 'content-type': contentType },
				body: body as BodyInit,
			});

			expect(response.status).toBe(status);
			expect(response.headers.get('content-type')).toContain('application/problem+json');
		});
	},
);

/** Values no field expects; each field of each request gets each of them in turn. */
const strange: unknown[] = [
	null,
	true,
	-1,
	-0,
	0.5,
	1e308,
	2 ** 53 + 2,
	'5',
	'',
	'\u0000',
	'\ud800',
	'x'.repeat(70_000),
	[],
	[[]],
	[null],
	{},
	{ toString: 'x' },
	['a', 'b'],
	"' OR 1=1 --",
	'%',
	'\u202Egpj.exe',
];

/** Every copy of `value` in which one place holds something strange. */
function* mutants(value: unknown): Generator {
	yield* strange;
	if (Array.isArray(value)) {
		for (const [index, item] of value.entries())
			for (const mutant of mutants(item)) yield value.with(index, mutant);
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) {
			for (const mutant of mutants(item)) yield { ...value, [key]: mutant };
			yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
		}
	}
}

test.each(
	matrix.filter(({ request }) => request !== null).map((row) => [row.endpoint.name, row] as const),
)(
	'%s answers every strange field with a 4xx and a code, or does what was asked',
	async (_, { endpoint, request }) => {
		const authorization = `Bearer ${client.accessToken}`;
		const requests = [...mutants(request?.(ids, ids))].filter(
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
	const { rootId } = await client.open();
	const parentId = await client.createFolder(rootId, 'Names');

	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), async (name) => {
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
