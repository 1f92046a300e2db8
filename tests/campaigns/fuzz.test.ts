import type { Endpoint } from '#contract/endpoint';
import { endpoints } from '#contract/endpoints';
import { problem } from '#contract/errors';
import naughty from 'big-list-of-naughty-strings' with { type: 'json' };
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsck } from '../../lambdas/fsck/fsck.ts';
import { openLocation } from '../../lambdas/location/open-location.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { campaignOf, figures } from './campaign.ts';
import { broken, spoilt } from './fuzz/break.ts';
import { Requests, type IdPools } from './fuzz/requests.ts';

/** A vault that was fuzzed for so long makes way for a new one. */
const REQUESTS_PER_PERSON = 400;
const SLOW_MS = 1000;
/** API Gateway itself refuses more than 10,240 bytes of request line and headers, the token among them. */
const QUERY_MAX_CHARS = 7000;

const campaign = campaignOf(300);
const random = campaign.randomFor('fuzz');
const TIMEOUT_MS = 120_000 + campaign.size * 200;

let stack: Stack;
let observer: Connection;
let tables = '';
beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	observer = await createConnection(stack.databaseUrl);
	const [rows] = await observer.query<RowDataPacket[]>(
		`select table_name as name from information_schema.tables where table_schema = database()`,
	);
	tables = rows.map(({ name }) => String(name)).join(', ');
});
afterAll(async () => {
	await observer.end();
	await stack.close();
});

/** One number for each table, of all its rows. */
async function digest(): Promise<string> {
	const [rows] = await observer.query<RowDataPacket[]>(`checksum table ${tables}`);
	return JSON.stringify(rows);
}

let nextWord = random.whole(0, naughty.length - 1);
/** Each naughty string in turn, and now and then a usual name, so that requests also go through. */
function word(): string {
	if (random.next() < 0.3) return `name ${String(random.whole(0, 99))}`;
	nextWord = (nextWord + 1) % naughty.length;
	return naughty[nextWord] ?? '';
}

interface Target {
	readonly authorization: string;
	readonly pools: IdPools;
}

/** A person with one of everything, whose events have all been followed. */
async function newTarget(): Promise<Target> {
	const client = new VaultClient(stack, await stack.createUser());
	const { rootId, trashId } = await client.open();
	const folder = await client.createFolder(rootId, 'Folder');
	const file = await client.upload(folder, 'kept.txt', Buffer.from('kept'));
	const trashed = await client.upload(rootId, 'old.txt', Buffer.from('old'));
	await client.trash([trashed.id]);
	const uploadId = await client.begin(rootId, 'half.bin', 20 * 1024 * 1024);
	const unknown = randomUUID();
	const folders = [folder, rootId, trashId, file.id, unknown] as const;
	await settle();
	return {
		authorization: `Bearer ${client.accessToken}`,
		pools: {
			id: [randomUUID(), unknown, folder],
			ref: [randomUUID(), randomUUID()],
			parentId: folders,
			folderId: folders,
			targetId: folders,
			entryId: [file.id, folder, trashed.id, rootId, trashId, unknown],
			versionId: [file.versionId, trashed.versionId, uploadId, unknown],
			uploadId: [uploadId, file.versionId, unknown],
		},
	};
}

/** Until no event changes a row any more. */
async function settle(): Promise<void> {
	for (let last = '', now = await digest(); last !== now; last = now, now = await digest()) {
		await stack.s3?.settleEvents();
		await pause(200);
	}
}

interface Sent {
	readonly path: string;
	readonly init: Omit<RequestInit, 'body'> & { readonly body?: string };
}

function requestOf(endpoint: Endpoint, { authorization, pools }: Target): Sent {
	const made = new Requests(random, word).valid(endpoint.request, pools);
	const value = random.next() < 0.25 ? made : broken(made, random, word);
	if (endpoint.method === 'GET') {
		const query = new URLSearchParams(fieldsOf(value)).toString().slice(0, QUERY_MAX_CHARS);
		return { path: `${endpoint.path}?${query}`, init: { headers: { authorization } } };
	}
	const text = textOf(value);
	const body = random.next() < 0.05 ? spoilt(text, random) : text;
	const headers = { authorization, 'content-type': 'application/json' };
	return { path: endpoint.path, init: { method: 'POST', headers, body } };
}

/** JSON, which of nothing is nothing. */
function textOf(value: unknown): string {
	const text = JSON.stringify(value) as string | undefined;
	return text ?? '';
}

/** A query holds text alone. */
function fieldsOf(value: unknown): [string, string][] {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return Object.entries(isObject ? value : { value }).map(([name, each]) => [
		name,
		typeof each === 'string' ? each : textOf(each),
	]);
}

const TOO_LARGE_FOR_THE_GATEWAY = JSON.stringify({ message: 'Request Entity Too Large' });

/** What is wrong with an answer, if anything. */
function complain(endpoint: Endpoint, response: Response, text: string): string | undefined {
	if (response.status >= 500) return `${String(response.status)} ${text}`;
	const body: unknown = text === '' ? undefined : JSON.parse(text);
	if (response.ok) {
		return v.is(endpoint.response, body) ? undefined : `not what the contract answers: ${text}`;
	}
	const type = response.headers.get('content-type') ?? '';
	// Of a body that API Gateway takes from no one it says so itself: no function is asked.
	if (response.status === 413 && text === TOO_LARGE_FOR_THE_GATEWAY) return undefined;
	if (!type.includes('application/problem+json')) return `no problem document: ${type} ${text}`;
	return v.is(problem, body) ? undefined : `not a problem of the contract: ${text}`;
}

test(
	'whatever is sent to any route is done or refused, in time, and what is refused changes nothing',
	async () => {
		const wrong: string[] = [];
		const slow: string[] = [];
		const counts = { requests: 0, answered: 0, refused: 0, 'persons used up': 0 };
		let target = await newTarget();
		let before = await digest();
		for (let i = 0; i < campaign.size; i += 1) {
			// Each route in turn, so that a short run asks all of them.
			const endpoint = endpoints[i % endpoints.length];
			if (endpoint === undefined) throw new Error('the contract has no route');
			const { path, init } = requestOf(endpoint, target);
			const told = `request ${String(i)} ${path.slice(0, 500)} ${(init.body ?? '').slice(0, 500)}`;
			const started = performance.now();
			const response = await fetch(stack.apiUrl + path, init);
			const text = await response.text();
			const tookMs = performance.now() - started;
			counts.requests += 1;
			counts[response.ok ? 'answered' : 'refused'] += 1;
			if (tookMs > SLOW_MS) slow.push(`${tookMs.toFixed(0)} ms: ${told}`);
			const complaint = complain(endpoint, response, text);
			if (complaint !== undefined) wrong.push(`${told}\n${complaint}`);
			const after = await digest();
			if (!response.ok && after !== before) wrong.push(`${told}\nwas refused and changed a row`);
			before = after;
			const isOver = response.status === 401 || (ENDS_PERSON.has(endpoint.name) && response.ok);
			if (isOver || i % REQUESTS_PER_PERSON === REQUESTS_PER_PERSON - 1) {
				counts['persons used up'] += 1;
				target = await newTarget();
				before = await digest();
			}
		}
		for (const each of slow) console.log(`slow, ${each}`);
		console.log(
			figures('fuzz', campaign, { ...counts, wrong: wrong.length, 'over a second': slow.length }),
		);
		expect(wrong).toEqual([]);
		await settle();
		expect(await found()).toEqual([]);
	},
	TIMEOUT_MS,
);

/** What fsck finds, one line each. No schedule runs here, so what is kept ready waits to be told to S3. */
async function found(): Promise<readonly string[]> {
	const { db, store, tags, now } = await openLocation(stack.dataDir);
	try {
		const findings = fsck({ db, store, tags, now, oldEnough: now });
		const lines = await Array.fromAsync(
			findings,
			({ kind, subject, message }) => `${kind} ${subject} ${message}`,
		);
		return lines.filter((line) => !line.startsWith('keep '));
	} finally {
		await db.destroy();
	}
}

/** What goes through here takes the token's worth, or the vault. */
const ENDS_PERSON = new Set(['purgeAccount', 'endSessions']);
