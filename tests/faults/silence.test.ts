import type { Endpoint } from '#contract/endpoint';
import { endpoints } from '#contract/endpoints';
import * as purge from '#contract/purge';
import * as timeline from '#contract/timeline';
import * as uploads from '#contract/uploads';
import * as contract from '#contract/vault';
import { S3Client } from '@aws-sdk/client-s3';
import { sql } from 'kysely';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { mysqlCatalog } from '../../lambdas/adapters/mysql-catalog/catalog.ts';
import {
	openDatabase,
	transact,
	type Database,
} from '../../lambdas/adapters/mysql-catalog/database.ts';
import { BucketRequests } from '../../lambdas/adapters/s3-object-store/bucket-requests.ts';
import { S3DocumentStore } from '../../lambdas/adapters/s3-object-store/document-store.ts';
import { LazyDocumentStore } from '../../lambdas/adapters/s3-object-store/lazy-document-store.ts';
import { QuickBucket } from '../../lambdas/adapters/s3-object-store/quick-bucket.ts';
import { S3ObjectStore } from '../../lambdas/adapters/s3-object-store/s3-object-store.ts';
import { httpHandler } from '../../lambdas/http/http-handler.ts';
import { serve, type Route } from '../../lambdas/http/route.ts';
import { noLogContext } from '../../lambdas/ports/log-context.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { purgeTrash } from '../../lambdas/purge/purge-trash.ts';
import { log } from '../../lambdas/runtime/log.ts';
import { withPatience } from '../../lambdas/runtime/patience.ts';
import { abortUploads } from '../../lambdas/uploads/abort-uploads.ts';
import { beginUploads } from '../../lambdas/uploads/begin-uploads.ts';
import { completeUploads } from '../../lambdas/uploads/complete-uploads.ts';
import { resumeUpload } from '../../lambdas/uploads/resume-upload.ts';
import { createFolder } from '../../lambdas/vault/create-folder.ts';
import { listTimeline } from '../../lambdas/vault/list-timeline.ts';
import { openVault } from '../../lambdas/vault/open-vault.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { startMariaDb, type MariaDb } from '../support/mariadb.ts';
import { BUCKET, startBucket, type TestBucket } from '../support/object-store.ts';
import { newPerson, type Person } from '../support/people.ts';
import { asked, sha256 } from '../support/uploader.ts';

/** What RELIABILITY asks for: F01, F03, F10, G15. */
const ANSWER_MS = 5000;

/** Of this file alone, as it is stopped. */
let server: MariaDb;
let fresh: FreshDatabase;
let bucket: TestBucket;
let ann: Person;
let silent: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
	vi.spyOn(log, 'info').mockReturnValue(undefined);
	vi.spyOn(log, 'error').mockReturnValue(undefined);
	silent = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
	}).listen(0, '127.0.0.1');
	await once(silent, 'listening');
	server = await startMariaDb();
	fresh = await freshDatabase({ connectionsMax: 2, server: server.url });
	bucket = await startBucket();
	ann = await newPerson(fresh.database);
	await fresh.observer.query('update users set quota_bytes = 100000000');
});
afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	silent.close();
	await fresh.close();
	await bucket.close();
	await server.stop();
	vi.restoreAllMocks();
});

const port = () => (silent.address() as AddressInfo).port;

function routesOver(database: Database, store: ObjectStore): readonly Route[] {
	const deps = {
		catalog: mysqlCatalog(database),
		store,
		signer: bucket.signer,
		notifier: {
			subscribe: () => Promise.reject(new Error('no mail in this test')),
			unsubscribe: () => Promise.resolve(true),
			stateOf: () => Promise.resolve('gone' as const),
			list: () => {
				throw new Error('no mail in this test');
			},
			publish: () => Promise.resolve(),
		},
		clock: { now: () => new Date() },
		newId: uuidv7,
		logContext: noLogContext,
		defaultQuotaBytes: 1_000_000,
	};
	const long = { withinMs: 22_000 };
	return [
		serve(contract.openVault, openVault, deps),
		serve(timeline.listTimeline, listTimeline, deps),
		serve(contract.createFolder, createFolder, deps),
		serve(uploads.beginUploads, beginUploads, deps, long),
		serve(uploads.resumeUpload, resumeUpload, deps, long),
		serve(uploads.completeUploads, completeUploads, deps, long),
		serve(uploads.abortUploads, abortUploads, deps, long),
		serve(purge.purgeTrash, purgeTrash, deps, long),
	];
}

/** Asks as API Gateway does; how long it took as well. */
async function ask(routes: readonly Route[], { path, method }: Endpoint, request: object) {
	const began = performance.now();
	const result = await httpHandler(routes)({
		rawPath: path,
		rawQueryString:
			method === 'GET' ? new URLSearchParams(request as Record<string, string>).toString() : '',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(request),
		isBase64Encoded: false,
		requestContext: {
			requestId: 'request',
			http: { method },
			authorizer: {
				jwt: { claims: { sub: ann.ownerId, token_use: 'access', auth_time: '1790000000' } },
			},
		},
	} as never);
	const { statusCode, headers, body } = result as {
		statusCode: number;
		headers: Record<string, string>;
		body: string;
	};
	return { statusCode, headers, json: JSON.parse(body) as unknown, ms: performance.now() - began };
}

const id = uuidv7();
const requests: readonly (readonly [string, object])[] = [
	['openVault', {}],
	['listTimeline', { only: 'all' }],
	['createFolder', { parentId: id, name: 'x' }],
	['resumeUpload', { uploadId: id }],
	['completeUploads', { uploads: [{ uploadId: id, checksum: sha256(Buffer.alloc(1)) }] }],
	['abortUploads', { uploadIds: [id] }],
	['purgeTrash', {}],
];
const asking = requests.map(([name, request]) => {
	const endpoint = endpoints.find((each) => each.name === name);
	if (endpoint === undefined) throw new Error(name);
	return [endpoint, request] as const;
});

/** All at once: each has the connections of a container to itself, as it has on AWS. */
async function expectUnavailable(open: () => Database): Promise<void> {
	const answers = await Promise.all(
		asking.map(async ([endpoint, request]) => {
			const database = open();
			const answer = await ask(routesOver(database, bucket.store), endpoint, request);
			return { name: endpoint.name, answer };
		}),
	);
	for (const { name, answer } of answers) {
		expect(answer, name).toMatchObject({ statusCode: 503, json: { code: 'unavailable' } });
		expect(Number(answer.headers['retry-after']), name).toBeGreaterThan(0);
		expect(answer.ms, name).toBeLessThan(ANSWER_MS);
	}
}

test('a database that takes connections and says nothing is 503 within five seconds, on every route', async () => {
	await expectUnavailable(() =>
		openDatabase({
			auth: 'password',
			host: '127.0.0.1',
			port: port(),
			database: 'nothing',
			user: 'nobody',
			password: '',
		}),
	);
});

describe('a database that freezes', () => {
	afterEach(() => server.thaw());

	test('is 503 within five seconds on every route, and serves again when it goes on', async () => {
		const warm = await Promise.all(
			asking.map(async () => {
				const database = fresh.openAnother();
				await sql`select 1`.execute(database);
				return database;
			}),
		);
		const databases = [...warm];

		await server.freeze();
		await expectUnavailable(() => databases.pop() ?? fresh.openAnother());
		server.thaw();

		const [first] = warm;
		if (first === undefined) throw new Error('no database');
		const again = await ask(routesOver(first, bucket.store), contract.openVault, {});
		expect(again).toMatchObject({ statusCode: 200 });
		expect(again.ms).toBeLessThan(ANSWER_MS);
	});

	test('in the middle of a transaction leaves nothing of it, also in a request that may take long', async () => {
		const before = await ann.namesIn(ann.rootId);
		const started = performance.now();

		const attempt = withPatience({ withinMs: 22_000 }, () =>
			ann.catalog.withLockedVault({ ownerId: ann.ownerId, signedInAt: null }, async ({ tree }) => {
				await server.freeze();
				await tree.raiseHeights(ann.ownerId, new Map([[ann.rootId, 9]]));
			}),
		);

		await expect(attempt).rejects.toMatchObject({ code: 'unavailable' });
		expect(performance.now() - started).toBeLessThan(ANSWER_MS);
		server.thaw();
		expect(await ann.namesIn(ann.rootId)).toEqual(before);
		// The lock of the vault is free again.
		await ann.folder(ann.rootId, `after ${uuidv7()}`);
	});
});

describe('a request whose time is up', () => {
	test('does not give a connection back in the middle of a transaction', async () => {
		const database = fresh.openAnother();
		const attempt = withPatience({ withinMs: 300 }, () =>
			transact(database, async (db) => {
				await db
					.updateTable('users')
					.set({ quota_bytes: 7 })
					.where('id', '=', ann.ownerId)
					.execute();
				await sql`select sleep(1)`.execute(db);
			}),
		);

		await expect(attempt).rejects.toMatchObject({ code: 'unavailable' });

		const { quotaBytes } = await mysqlCatalog(database).users.vaultOf({
			ownerId: ann.ownerId,
			signedInAt: null,
		});
		expect(quotaBytes).not.toBe(7);
	});
});

describe('a bucket that takes connections and says nothing', () => {
	const hello = Buffer.from('hello');
	let routes: readonly Route[];

	beforeAll(() => {
		const client = new S3Client({
			endpoint: `http://127.0.0.1:${String(port())}`,
			region: 'us-east-1',
			credentials: { accessKeyId: 'tests', secretAccessKey: 'tests' },
			maxAttempts: 3,
			requestHandler: {
				connectionTimeout: 1000,
				requestTimeout: 4000,
				throwOnRequestTimeout: true,
			},
		});
		routes = routesOver(fresh.openAnother(), new S3ObjectStore(client, BUCKET));
	});

	async function begin(files: readonly ReturnType<typeof asked>[]): Promise<readonly string[]> {
		const working = routesOver(fresh.database, bucket.store);
		const batch = { id: uuidv7(), fileCount: files.length };
		const { json } = await ask(working, uploads.beginUploads, { batch, files });
		const begun = v.parse(uploads.beginUploads.response, json).files;
		return begun.map((each) => (each.outcome === 'send' ? each.uploadId : ''));
	}

	test('is said of every file of a call within five seconds', async () => {
		const ids = await begin(Array.from({ length: 60 }, () => asked(ann.rootId, hello)));

		const { statusCode, json, ms } = await ask(routes, uploads.completeUploads, {
			uploads: ids.map((uploadId) => ({ uploadId, checksum: sha256(hello) })),
		});

		expect(statusCode).toBe(200);
		const { files } = v.parse(uploads.completeUploads.response, json);
		expect(files.map((each) => ('code' in each ? each.code : each.outcome))).toEqual(
			ids.map(() => 'unavailable'),
		);
		expect(ms).toBeLessThan(ANSWER_MS);
	});

	test('is 503 within five seconds where there is nothing else to say', async () => {
		const film = { name: 'film.mp4', sizeBytes: 40_000_000, sha256: null };
		const [uploadId] = await begin([asked(ann.rootId, hello, film)]);

		const answer = await ask(routes, uploads.resumeUpload, { uploadId });

		expect(answer).toMatchObject({ statusCode: 503, json: { code: 'unavailable' } });
		expect(answer.ms).toBeLessThan(ANSWER_MS);
	});

	test('keeps no room from being free at once', async () => {
		const ids = await begin(Array.from({ length: 60 }, () => asked(ann.rootId, hello)));

		const { statusCode, json, ms } = await ask(routes, uploads.abortUploads, { uploadIds: ids });

		expect(statusCode).toBe(200);
		expect(v.parse(uploads.abortUploads.response, json).abortedIds).toHaveLength(60);
		expect(ms).toBeLessThan(ANSWER_MS);
	});
});

test('a bucket that stops in the middle of a document is waited for no longer than for its first byte', async () => {
	const stopping = createHttpServer((_request, response) => {
		response.writeHead(200, { 'content-length': '10' });
		response.write('x');
	}).listen(0, '127.0.0.1');
	await once(stopping, 'listening');
	const endpoint = `http://127.0.0.1:${String((stopping.address() as AddressInfo).port)}`;
	const region = 'us-east-1';
	const credentials = { accessKeyId: 'tests', secretAccessKey: 'tests' };
	const client = new S3Client({ endpoint, region, credentials });
	const requests = new BucketRequests(
		{ name: BUCKET, url: new URL(`${endpoint}/${BUCKET}/`), region },
		() => Promise.resolve(credentials),
	);
	const byClient = new S3DocumentStore(client, BUCKET);
	const quick = new LazyDocumentStore(new QuickBucket(requests), () => Promise.resolve(byClient));
	const began = performance.now();

	for (const documents of [byClient, quick]) {
		const reading = withPatience({ withinMs: 1000 }, () => documents.read('m/1'));
		await expect(reading).rejects.toMatchObject({ code: 'unavailable' });
	}
	expect(performance.now() - began).toBeLessThan(ANSWER_MS);
	stopping.closeAllConnections();
	stopping.close();
});
