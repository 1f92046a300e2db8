import {
	DeleteObjectCommand,
	HeadObjectCommand,
	PutObjectCommand,
	RestoreObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { storedObject } from '../../../../../lambdas/adapters/s3-object-store/stored-object.ts';
import { withPatience } from '../../../../../lambdas/runtime/patience.ts';
import { BUCKET, startBucket, type TestBucket } from '../../../../support/object-store.ts';
import { sha256 } from '../../../../support/uploader.ts';

let bucket: TestBucket;
/** Requests of the client since it was last set to none. */
let byClientCount = 0;

beforeAll(async () => {
	bucket = await startBucket();
	bucket.client.middlewareStack.add(
		(next) => (args) => {
			byClientCount += 1;
			return next(args);
		},
		{ step: 'initialize', name: 'count' },
	);
});
afterAll(() => bucket.close());
afterEach(() => {
	bucket.s3.injectFaults(undefined);
});

const object = { Bucket: BUCKET, Body: 'bytes', ContentType: 'text/x-notes; charset=utf-8' };

async function put(Key: string): Promise<string> {
	const command = new PutObjectCommand({ ...object, Key, ChecksumAlgorithm: 'SHA256' });
	return (await bucket.client.send(command)).VersionId ?? '';
}

async function byClient(Key: string, VersionId?: string) {
	const command = new HeadObjectCommand({
		Bucket: BUCKET,
		Key,
		VersionId,
		ChecksumMode: 'ENABLED',
	});
	return storedObject(await bucket.client.send(command));
}

/** Looks that reach S3 from now on; `fail` says which of them gets an error of S3, by its number. */
function countLooks(fail: (look: number) => number | undefined = () => undefined) {
	const looks: string[] = [];
	bucket.s3.injectFaults(({ operation, key }) => {
		if (operation !== 'HeadObject') return undefined;
		const status = fail(looks.push(key));
		return status === undefined ? undefined : { status };
	});
	return looks;
}

test.each(['u/plain', "u/ann/a name (1)!*'+&=~ü.txt"])(
	'an object is what the client says of it, by one request: %s',
	async (key) => {
		await put(key);
		const expected = await byClient(key);

		const looks = countLooks();
		expect(await bucket.store.inspectObject(key)).toEqual(expected);
		expect(looks).toHaveLength(1);
		expect(expected).toMatchObject({ sizeBytes: 5, contentType: object.ContentType });
	},
);

test('a version is what the client says of it, when another one is the newest', async () => {
	const objectVersionId = await put('u/twice');
	await put('u/twice');

	const found = await bucket.store.inspectObjectVersion({ key: 'u/twice', objectVersionId });

	expect(found).toEqual(await byClient('u/twice', objectVersionId));
	expect(found?.objectVersionId).toBe(objectVersionId);
});

test('an archived object has its class, and a copy that is on its way', async () => {
	await bucket.putArchived('u/archived', Buffer.from('bytes'));
	const RestoreRequest = { Days: 1, GlacierJobParameters: { Tier: 'Bulk' } } as const;
	const address = { Bucket: BUCKET, Key: 'u/archived' };
	await bucket.client.send(new RestoreObjectCommand({ ...address, RestoreRequest }));

	expect(await bucket.store.inspectObject('u/archived')).toMatchObject({
		storageClass: 'GLACIER',
		copy: { state: 'restoring' },
	});
});

test('what is not there, or has been deleted, is absent after one request', async () => {
	await put('u/deleted');
	await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'u/deleted' }));

	const looks = countLooks();
	expect(await bucket.store.inspectObject('u/deleted')).toBeUndefined();
	expect(await bucket.store.inspectObject('u/never')).toBeUndefined();
	expect(looks).toHaveLength(2);
});

/** The next request gets this error of S3, and those after it their answers. */
function failOnce(status: number): void {
	let isOver = false;
	bucket.s3.injectFaults(() => {
		if (isOver) return undefined;
		isOver = true;
		return { status };
	});
}

test('the client is left out while S3 knows an answer, and asks again what it cannot answer now', async () => {
	await put('u/busy');
	byClientCount = 0;

	await bucket.store.inspectObject('u/busy');
	expect(byClientCount).toBe(0);
	const looks = countLooks((look) => (look === 1 ? 503 : undefined));
	expect(await bucket.store.inspectObject('u/busy')).toMatchObject({ sizeBytes: 5 });

	expect(byClientCount).toBe(1);
	expect(looks).toHaveLength(2);
});

/** What is answered without the client, and then with it, as the first answer of S3 is an error. */
async function bothWays<Answer>(ask: () => Promise<Answer>): Promise<readonly [Answer, Answer]> {
	byClientCount = 0;
	const quick = await ask();
	expect(byClientCount).toBe(0);
	failOnce(503);
	const byClient = await ask();
	expect(byClientCount).toBeGreaterThan(0);
	return [quick, byClient];
}

test('versions and markers are listed as by the client', async () => {
	await put('l/1');
	await put("l/a name & (2)!*'+=~ü.txt");
	await bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'l/1' }));

	const [quick, byClient] = await bothWays(() => bucket.store.pageOfVersions('l/', { key: '' }));

	expect(quick.versions).toHaveLength(3);
	expect(quick).toEqual(byClient);
});

test('one version, and none, are listed as by the client', async () => {
	await put('one/1');

	const [one] = await bothWays(() => bucket.store.pageOfVersions('one/', { key: '' }));
	const [none] = await bothWays(() => bucket.store.pageOfVersions('none/', { key: '' }));

	expect(one.versions).toMatchObject([{ key: 'one/1', isCurrent: true, isMarker: false }]);
	expect(none).toEqual({ versions: [], next: undefined });
});

test('documents of more than a page are listed by one request for each page, without the client', async () => {
	const keys = Array.from({ length: 1001 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
	await Promise.all(keys.map((key) => put(key)));
	byClientCount = 0;
	const pages: string[] = [];
	bucket.s3.injectFaults(({ operation }) => {
		pages.push(operation);
		return undefined;
	});

	const listed = await Array.fromAsync(bucket.documents.list('many/'));

	expect(listed.map(({ key }) => key)).toEqual(keys);
	expect(pages).toEqual(['ListObjectVersions', 'ListObjectVersions']);
	expect(byClientCount).toBe(0);
});

test('versions are deleted, those of a name that XML would escape too', async () => {
	const store = async (key: string) => ({ key, objectVersionId: await put(key) });
	const plain = [await store('e/1'), await store('e/2')];
	const strange = await store('e/<&>');

	expect(await bothWays(() => bucket.store.deleteVersions(plain))).toEqual([[], []]);
	expect(await bucket.store.deleteVersions([strange])).toEqual([]);

	expect(await bucket.contents()).not.toContainEqual(expect.stringMatching(/^e\//));
});

test('a document is read as it was written', async () => {
	const body = Buffer.from('{"ü":1}');

	await bothWays(() => bucket.documents.write('m/1.json', body, 'application/json'));
	const read = await bothWays(() => bucket.documents.read('m/1.json'));

	expect(read.map((each) => Buffer.from(each ?? []))).toEqual([body, body]);
	expect(await byClient('m/1.json')).toMatchObject({
		contentType: 'application/json',
		checksum: sha256(body),
	});
});

test('a document that is not there is absent', async () => {
	expect(await bucket.documents.read('m/never.json')).toBeUndefined();
});

test('a copy of what is archived is begun once', async () => {
	await bucket.putArchived('u/cold', Buffer.from('bytes'));
	const { objectVersionId } = await byClient('u/cold');
	const request = { tier: 'Standard', days: 1 } as const;
	const restore = () => bucket.restorer.restore({ key: 'u/cold', objectVersionId }, request);

	expect(await bothWays(restore)).toEqual(['begun', 'in-progress']);
	expect(await restore()).toBe('in-progress');
});

test('what is not archived, or not there, is told apart', async () => {
	const objectVersionId = await put('u/warm');
	const request = { tier: 'Standard', days: 1 } as const;

	const [warm, byClient] = await bothWays(() =>
		bucket.restorer.restore({ key: 'u/warm', objectVersionId }, request),
	);
	const never = await bucket.restorer.restore({ key: 'u/never', objectVersionId }, request);

	expect([warm, byClient, never]).toEqual(['not-archived', 'not-archived', 'absent']);
});

test('what S3 never answers is unavailable', async () => {
	await put('u/dead');

	countLooks(() => 503);
	await expect(bucket.store.inspectObject('u/dead')).rejects.toMatchObject({ code: 'unavailable' });
});

test('a silence of S3 is waited for once', async () => {
	await put('u/silent');
	const { promise: silence, resolve: speak } = Promise.withResolvers<undefined>();
	let looks = 0;
	bucket.s3.injectFaults(async () => {
		looks += 1;
		await silence;
		return undefined;
	});

	const asked = withPatience({ withinMs: 60_000, silenceMs: 50 }, () =>
		bucket.store.inspectObject('u/silent'),
	);
	await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
	expect(looks).toBe(1);
	speak(undefined);
});
