import { PART_SIZE_BYTES } from '#contract/limits';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putArchived } from '../../support/put-archived.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { VaultClient } from '../../support/vault-client.ts';
import { matrix, probe, type Ids } from './matrix.ts';
import { put, signedParts, uploadIdOf, withChecksumOf, type Sent } from './part-address.ts';

let stack: Stack;
let anna: VaultClient;
let ben: VaultClient;
let annas: Ids;
let bens: Ids;
/** Two with the same things as Anna, for what changes own ones on the way. */
let carl: VaultClient;
let dora: VaultClient;
let carls: Ids;
let doras: Ids;
const bytes = Buffer.from('old diary');

async function furnish(client: VaultClient): Promise<Ids> {
	const { rootId } = await client.open();
	const folderId = await client.createFolder(rootId, 'Private');
	const file = await client.upload(folderId, 'letter.txt', Buffer.from('dear diary'));
	const doomed = await client.upload(rootId, 'old.txt', Buffer.from('old'));
	await client.trash([doomed.id]);
	const uploadId = await client.begin(folderId, 'half.bin', 20 * 1024 * 1024);
	const { fields } = await client.beginForm(folderId, 'archived.txt', bytes);
	await putArchived(stack, fields.key ?? '', bytes);
	const restoreId = randomUUID();
	const targets = [{ entryId: folderId }];
	await client.call('beginRestore', { id: restoreId, targets, tier: 'Bulk' });
	const ofFile = { fileId: file.id, versionId: file.versionId };
	return { folderId, ...ofFile, uploadId, trashedId: doomed.id, restoreId };
}

beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	anna = new VaultClient(stack, await stack.createUser());
	ben = new VaultClient(stack, await stack.createUser());
	[annas, bens] = [await furnish(anna), await furnish(ben)];
	carl = new VaultClient(stack, await stack.createUser());
	dora = new VaultClient(stack, await stack.createUser());
	[carls, doras] = [await furnish(carl), await furnish(dora)];
});
afterAll(async () => {
	await stack.close();
});

const nowhere = (): Ids => ({
	folderId: randomUUID(),
	fileId: randomUUID(),
	versionId: randomUUID(),
	uploadId: randomUUID(),
	trashedId: randomUUID(),
	restoreId: randomUUID(),
});
const unknown = nowhere();
const OTHER_REF = randomUUID();

/** The answer without what differs between any two requests: ids that were sent, and the request's own id. */
function comparable(answer: Awaited<ReturnType<typeof probe>>, ids: Ids): string {
	let text = JSON.stringify({ status: answer.status, body: { ...answer.body, requestId: '' } });
	for (const [name, id] of Object.entries(ids)) text = text.replaceAll(id as string, name);
	return text;
}

const naming = matrix.filter(({ request }) => request !== null);

describe.each(naming.map((row) => [row.endpoint.name, row] as const))('%s', (_, row) => {
	test("answers for another person's id exactly as for one that does not exist", async () => {
		const authorization = `Bearer ${anna.accessToken}`;
		const before = await ben.snapshot();

		const foreign = await probe(stack.apiUrl, row.endpoint, {
			authorization,
			request: row.request?.(bens, annas) ?? {},
		});
		const absent = await probe(stack.apiUrl, row.endpoint, {
			authorization,
			request: row.request?.(unknown, annas) ?? {},
		});

		expect(comparable(foreign, bens)).toBe(comparable(absent, unknown));
		expect(await ben.snapshot()).toEqual(before);
		expect(foreign.status).toBeLessThan(500);
	});

	test.each([
		['an id in capitals', (id: string) => id.toUpperCase()],
		['braces', (id: string) => `{${id}}`],
		['a path', () => '../../etc/passwd'],
		['SQL', () => "' OR 1=1 --"],
		['an emoji', () => '🍣'],
		['nothing', () => ''],
	])('refuses %s as malformed', async (_title, break_) => {
		const broken = Object.fromEntries(
			Object.entries(annas).map(([name, id]) => [name, break_(id as string)]),
		) as unknown as Ids;

		const answer = await probe(stack.apiUrl, row.endpoint, {
			authorization: `Bearer ${anna.accessToken}`,
			request: row.request?.(broken, broken) ?? {},
		});

		expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
		expect(answer.headers.get('content-type')).toContain('application/problem+json');
	});
});

/** Routes that take several ids at once. */
const taking = naming.filter((row) => mixed(row, { own: nowhere(), other: unknown }) !== undefined);

describe.each(taking.map((row) => [row.endpoint.name, row] as const))('%s', (_, row) => {
	test("is answered for another person's id among own ones exactly as for one that does not exist", async () => {
		const before = await ben.snapshot();

		const foreign = await probe(stack.apiUrl, row.endpoint, {
			authorization: `Bearer ${carl.accessToken}`,
			request: mixed(row, { own: carls, other: bens }) ?? {},
		});
		const absent = await probe(stack.apiUrl, row.endpoint, {
			authorization: `Bearer ${dora.accessToken}`,
			request: mixed(row, { own: doras, other: unknown }) ?? {},
		});

		expect(outline(foreign)).toEqual(outline(absent));
		expect(foreign.status).toBeLessThan(500);
		expect(foreign.body.code).not.toBe('bad_request');
		expect(await ben.snapshot()).toEqual(before);
	});
});

/** A request in which each list of ids holds an own one and then the other; undefined where it has no such list. */
function mixed(
	{ request }: (typeof matrix)[number],
	{ own, other }: { readonly own: Ids; readonly other: Ids },
): object | undefined {
	const mine: object = request?.(own, own) ?? {};
	const theirs = (request?.(other, own) ?? {}) as Record<string, unknown>;
	const lists = Object.entries(mine).flatMap(([name, value]: [string, unknown]) => {
		const others = theirs[name];
		if (!isList(value) || !isList(others)) return [];
		if (JSON.stringify(value) === JSON.stringify(others)) return [];
		return [[name, [...value, ...others.map(withAnotherRef)]] as const];
	});
	return lists.length === 0 ? undefined : { ...mine, ...Object.fromEntries(lists) };
}

function isList(value: unknown): value is readonly unknown[] {
	return Array.isArray(value);
}

/** Files of one call have ids and names of their own. */
function withAnotherRef(item: unknown): unknown {
	if (typeof item !== 'object' || item === null || !('ref' in item)) return item;
	return { ...item, ref: OTHER_REF, ...('name' in item && { name: 'other probe.txt' }) };
}

const TOLD = new Set(['status', 'code', 'field', 'reason', 'outcome', 'state', 'erased']);

/** What an answer says beside ids, times and addresses: how many of everything there are, and how each went. */
function outline({ status, body }: Awaited<ReturnType<typeof probe>>): unknown {
	const told = JSON.stringify({ status, body }, (name, value: unknown) =>
		typeof value === 'object' || TOLD.has(name) ? value : '',
	);
	return JSON.parse(told);
}

test('the list, the timeline, the search and the trash show only what is one’s own', async () => {
	const { trashId } = await anna.open();

	const seen = JSON.stringify([
		await anna.call('listFolder', { folderId: annas.folderId }),
		await anna.call('listFolder', { folderId: trashId }),
		await anna.call('listTimeline', { only: 'all' }),
		await anna.call('searchEntries', { query: 'letter' }),
		await anna.call('listUnfinishedUploads', {}),
		await anna.call('listRestores', {}),
		await anna.call('listRestored', {}),
	]);

	for (const id of Object.values(bens)) expect(seen).not.toContain(id);
	expect(seen).toContain(annas.fileId);
});

test('a signed address opens exactly the bytes it was made for', async () => {
	const url = new URL(await anna.downloadUrl(annas.fileId));
	const bensUrl = new URL(await ben.downloadUrl(bens.fileId));

	const own = await fetch(url);
	expect(
		createHash('sha256')
			.update(await own.text())
			.digest('hex'),
	).toBe(createHash('sha256').update('dear diary').digest('hex'));

	const changed: [string, (u: URL) => void, RequestInit?][] = [
		["another person's key", (u) => (u.pathname = bensUrl.pathname)],
		[
			'another version',
			(u) => u.searchParams.set('versionId', bensUrl.searchParams.get('versionId') ?? 'x'),
		],
		['no version', (u) => u.searchParams.delete('versionId')],
		['another type', (u) => u.searchParams.set('response-content-type', 'text/html')],
		['inline', (u) => u.searchParams.set('response-content-disposition', 'inline')],
		['no disposition', (u) => u.searchParams.delete('response-content-disposition')],
		['a longer life', (u) => u.searchParams.set('X-Amz-Expires', '604800')],
		['an extra query', (u) => u.searchParams.set('acl', '')],
		['DELETE', () => undefined, { method: 'DELETE' }],
		['PUT', () => undefined, { method: 'PUT', body: 'x' }],
	];
	for (const [title, change, init] of changed) {
		const tampered = new URL(url);
		change(tampered);
		expect((await fetch(tampered, init)).status, title).toBe(403);
	}
});

test('a form takes exactly the key, length, type and checksum it was signed for', async () => {
	const { rootId } = await anna.open();
	const bytes = Buffer.from('exactly this');
	const { url, fields } = await anna.beginForm(rootId, 'exact.txt', bytes);
	const bensForm = await ben.beginForm((await ben.open()).rootId, 'exact.txt', bytes);
	const post = async (changed: Record<string, string>, body: string) => {
		const form = new FormData();
		for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
		form.append('file', new Blob([body]));
		return (await fetch(url, { method: 'POST', body: form })).status;
	};

	const statuses = {
		key: await post({ key: bensForm.fields.key ?? '' }, 'exactly this'),
		ownKey: await post({ key: `${fields.key ?? ''}x` }, 'exactly this'),
		type: await post({ 'content-type': 'text/html' }, 'exactly this'),
		checksum: await post({ 'x-amz-checksum-sha256': SHA256_OF_NOTHING }, 'exactly this'),
		longer: await post({}, 'exactly this and more'),
		shorter: await post({}, 'exactly'),
		otherBytes: await post({}, 'exactly that'),
		extraField: await post({ 'x-amz-storage-class': 'GLACIER' }, 'exactly this'),
		asSigned: await post({}, 'exactly this'),
	};

	expect(statuses).toEqual({
		key: 403,
		ownKey: 403,
		type: 403,
		checksum: 403,
		longer: 400,
		shorter: 400,
		otherBytes: 400,
		extraField: 403,
		asSigned: 204,
	});
});

test('the address of a part takes exactly the part it was signed for', async () => {
	const [part, other] = [Buffer.alloc(PART_SIZE_BYTES, 'a'), Buffer.alloc(PART_SIZE_BYTES, 'b')];
	const uploadId = await anna.begin(annas.folderId, 'film.mp4', PART_SIZE_BYTES + 1);
	const [signed] = await signedParts(anna, uploadId, part);
	const [bensPart] = await signedParts(ben, bens.uploadId, part);
	const send = (change: (url: URL) => void, init: Partial<Sent> = {}) => {
		const url = new URL(signed.url);
		change(url);
		const sent = { method: 'PUT', headers: signed.headers, body: part, ...init };
		return put(url, sent);
	};
	const asSigned = () => undefined;

	const statuses = {
		key: await send((url) => (url.pathname = new URL(bensPart.url).pathname)),
		upload: await send((url) => url.searchParams.set('uploadId', uploadIdOf(bensPart.url))),
		number: await send((url) => url.searchParams.set('partNumber', '2')),
		noNumber: await send((url) => url.searchParams.delete('partNumber')),
		life: await send((url) => url.searchParams.set('X-Amz-Expires', '604800')),
		query: await send((url) => url.searchParams.set('acl', '')),
		method: await send(asSigned, { method: 'DELETE' }),
		checksum: await send(asSigned, { headers: withChecksumOf(signed.headers, other) }),
		noChecksum: await send(asSigned, { headers: {} }),
		header: await send(asSigned, { headers: { ...signed.headers, 'x-amz-acl': 'public-read' } }),
		otherBytes: await send(asSigned, { body: other }),
		shorter: await send(asSigned, { body: part.subarray(1) }),
		asSigned: await send(asSigned),
	};
	await anna.call('abortUploads', { uploadIds: [uploadId] });
	const afterwards = await send(asSigned);

	expect({ ...statuses, afterwards }).toEqual({
		key: 403,
		upload: 403,
		number: 403,
		noNumber: 403,
		life: 403,
		query: 403,
		method: 403,
		checksum: 403,
		noChecksum: 403,
		header: 403,
		otherBytes: 400,
		shorter: 403,
		asSigned: 200,
		afterwards: 404,
	});
});

const SHA256_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
