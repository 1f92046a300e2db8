import { PART_SIZE_BYTES } from '#contract/limits';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { asked, compositeOf, partsOf, partsPlanOf, put, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const bytes = randomBytes(2 * PART_SIZE_BYTES + 3);
const parts = partsOf(bytes, PART_SIZE_BYTES);
const checksum = compositeOf(bytes, PART_SIZE_BYTES);

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

async function begin() {
	const [begun] = await ann.begin([asked(ann.rootId, bytes, { name: 'film.mp4' })]);
	return partsPlanOf(begun);
}

async function send(uploadId: string, numbers: readonly number[]): Promise<void> {
	const signed = await ann.can.signParts({
		uploadId,
		parts: numbers.map((partNumber) => ({
			partNumber,
			sha256: sha256(parts[partNumber - 1] ?? Buffer.alloc(0)),
		})),
	});
	for (const { partNumber, url, headers } of signed.parts) {
		expect(await put(url, headers, parts[partNumber - 1] ?? Buffer.alloc(0))).toBe(200);
	}
}

const complete = (uploadId: string) =>
	ann.can.completeUploads({ uploads: [{ uploadId, checksum }] });

test('travels in parts and is read back whole', async () => {
	const { uploadId, partSizeBytes, partCount } = await begin();
	await send(uploadId, [3, 1, 2]);

	const { files } = await complete(uploadId);

	expect({ partSizeBytes, partCount }).toEqual({ partSizeBytes: PART_SIZE_BYTES, partCount: 3 });
	if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
	expect((await ann.read(files[0].file.id)).bytes.equals(bytes)).toBe(true);
	expect(await ann.usage()).toMatchObject({ usedBytes: bytes.length, reservedBytes: 0 });
});

test('begun twice, opens one upload in S3', async () => {
	const file = asked(ann.rootId, bytes);
	const batch = { id: crypto.randomUUID() };

	const answers = await Promise.all([1, 2, 3].map(() => ann.begin([file], batch)));

	const ids = answers.map(([begun]) => partsPlanOf(begun).uploadId);
	expect(new Set(ids).size).toBe(1);
	const open = (await world.bucket.contents()).filter((each) => each.includes(ids[0] ?? ''));
	expect(open).toHaveLength(1);
	expect(await ann.usage()).toMatchObject({ reservedBytes: bytes.length });
});

test('is begun by the same request again where S3 did not answer the first one', async () => {
	const file = asked(ann.rootId, bytes);
	const batch = { id: crypto.randomUUID() };
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'CreateMultipartUpload' ? { status: 503 } : undefined,
	);

	await expect(ann.begin([file], batch)).rejects.toMatchObject({ code: 'unavailable' });
	world.bucket.s3.injectFaults(undefined);
	const [begun] = await ann.begin([file], batch);

	const { uploadId } = partsPlanOf(begun);
	await send(uploadId, [1, 2, 3]);
	expect((await complete(uploadId)).files[0]?.outcome).toBe('stored');
	expect(await ann.usage()).toMatchObject({ usedBytes: bytes.length, reservedBytes: 0 });
});

test('is not put together while a part is missing', async () => {
	const { uploadId } = await begin();
	await send(uploadId, [1, 3]);

	const { files } = await complete(uploadId);

	expect(files).toEqual([{ uploadId, outcome: 'failed', code: 'parts_mismatch' }]);
	await send(uploadId, [2]);
	expect((await complete(uploadId)).files[0]?.outcome).toBe('stored');
});

test('is not put together where the browser has read something else', async () => {
	const { uploadId } = await begin();
	await send(uploadId, [1, 2, 3]);

	const { files } = await ann.can.completeUploads({
		uploads: [{ uploadId, checksum: `${sha256(Buffer.from('x'))}-3` }],
	});

	expect(files).toEqual([{ uploadId, outcome: 'failed', code: 'parts_mismatch' }]);
	expect((await complete(uploadId)).files[0]?.outcome).toBe('stored');
});

test('a part is refused with other bytes or another length than it was signed for', async () => {
	const { uploadId } = await begin();
	const [first = bytes] = parts;
	const { parts: signed } = await ann.can.signParts({
		uploadId,
		parts: [{ partNumber: 1, sha256: sha256(first) }],
	});
	const { url = '', headers = {} } = signed[0] ?? {};
	const other = Buffer.from(first).fill(1, 0, 1).fill(2, 1, 2);

	expect(await put(url, headers, other)).toBe(400);
	expect(await put(url, headers, first.subarray(1))).toBe(403);
	expect(await put(url, {}, first)).toBe(403);
	expect((await ann.can.resumeUpload({ uploadId })).held).toEqual([]);
});

test.each([
	['the answer is lost', { then: 'drop-connection' }],
	['S3 says in a 200 that it failed', { okWithError: true }],
	['S3 is busy', { status: 503 }],
] as const)('is stored once, on the second try, where %s', async (_, fault) => {
	const { uploadId } = await begin();
	await send(uploadId, [1, 2, 3]);
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'CompleteMultipartUpload' ? fault : undefined,
	);

	const first = await complete(uploadId);
	world.bucket.s3.injectFaults(undefined);
	const second = await complete(uploadId);

	expect(first.files).toEqual([{ uploadId, outcome: 'failed', code: 'unavailable' }]);
	expect(second.files[0]?.outcome).toBe('stored');
	expect(await ann.usage()).toMatchObject({ usedBytes: bytes.length, reservedBytes: 0 });
});
