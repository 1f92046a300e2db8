import { PutObjectCommand } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { completeUploads } from '../../../lambdas/uploads/complete-uploads.ts';
import { BUCKET } from '../../support/object-store.ts';
import { asked, formOf, partsPlanOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

const hello = Buffer.from('hello');

describe('a small file', () => {
	test.each([0, 1, 100_000])(
		'of %i bytes travels in one form and is read back whole',
		async (size) => {
			const bytes = Buffer.alloc(size, 'ab');

			const file = await ann.upload('letter.bin', bytes);

			expect(file).toMatchObject({ name: 'letter.bin', parentId: ann.rootId, sizeBytes: size });
			const read = await ann.read(file.id);
			expect(read.status).toBe(200);
			expect(read.bytes.equals(bytes)).toBe(true);
		},
	);

	test('reserves its room when it begins, and uses it when it has arrived', async () => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);

		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 5 });
		expect(await post(form, hello)).toBe(204);
		await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });

		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('is not there before its bytes are', async () => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId } = formOf(begun);

		const { files } = await ann.can.completeUploads({
			uploads: [{ uploadId, checksum: sha256(hello) }],
		});

		expect(files).toEqual([{ uploadId, outcome: 'failed', code: 'not_uploaded' }]);
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 5 });
	});

	test.each([
		['other bytes', Buffer.from('jello')],
		['fewer bytes', Buffer.from('hell')],
		['more bytes', Buffer.from('hello!')],
	])('cannot be sent as %s than promised', async (_, bytes) => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);

		const status = await post(formOf(begun).form, bytes);

		expect(status).toBeGreaterThanOrEqual(400);
		expect(
			await world.bucket.store.inspectObject(formOf(begun).form.fields.key ?? ''),
		).toBeUndefined();
	});

	test.each(['key', 'content-type', 'x-amz-checksum-sha256', 'policy'])(
		'cannot be sent with another %s',
		async (field) => {
			const [begun] = await ann.begin([asked(ann.rootId, hello)]);
			const { form } = formOf(begun);
			const fields = { ...form.fields, [field]: `${form.fields[field] ?? ''}x` };

			expect(await post({ ...form, fields }, hello)).toBeGreaterThanOrEqual(400);
		},
	);

	test.each([
		['other bytes', Buffer.from('jello')],
		['more bytes', Buffer.from('hello, hello')],
	])('is refused and taken away where S3 has let %s pass', async (_, bytes) => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);
		const Key = form.fields.key ?? '';
		const lax = { Bucket: BUCKET, Key, Body: bytes, ChecksumAlgorithm: 'SHA256' } as const;
		await world.bucket.client.send(new PutObjectCommand(lax));

		const { files } = await ann.can.completeUploads({
			uploads: [{ uploadId, checksum: sha256(hello) }],
		});

		expect(files).toEqual([{ uploadId, outcome: 'failed', code: 'content_mismatch' }]);
		expect(await world.bucket.store.inspectObject(Key)).toBeUndefined();
		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
	});

	test('completed again, gives the same answer and changes nothing', async () => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);
		const claim = { uploads: [{ uploadId, checksum: sha256(hello) }] };

		const answers = await Promise.all([1, 2, 3, 4].map(() => ann.can.completeUploads(claim)));

		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('sent again after it was listed, stays the version that was listed', async () => {
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);
		const claim = { uploads: [{ uploadId, checksum: sha256(hello) }] };
		await ann.can.completeUploads(claim);
		const [before] = (await world.deps.catalog.versions.getMany(ann.ownerId, [uploadId])).values();

		await post(form, hello);
		await ann.can.completeUploads(claim);

		const [after] = (await world.deps.catalog.versions.getMany(ann.ownerId, [uploadId])).values();
		expect(after?.s3VersionId).toBe(before?.s3VersionId);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 });
	});

	test('cannot be completed by another person', async () => {
		const bob = await world.newUploader();
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);

		const claims = [uploadId, randomUUID()].map((id) => ({
			uploadId: id,
			checksum: sha256(hello),
		}));
		const { files } = await bob.can.completeUploads({ uploads: claims });

		expect(files.map((file) => ({ ...file, uploadId: '' }))).toEqual([
			{ uploadId: '', outcome: 'failed', code: 'not_found' },
			{ uploadId: '', outcome: 'failed', code: 'not_found' },
		]);
	});
});

test('a file whose parts S3 will not list fails alone, is reported, and can be asked for again', async () => {
	const film = { name: 'film.mp4', sizeBytes: 40_000_000, sha256: null };
	const begun = await ann.begin([asked(ann.rootId, hello), asked(ann.rootId, hello, film)]);
	const { uploadId, form } = formOf(begun[0]);
	const filmId = partsPlanOf(begun[1]).uploadId;
	await post(form, hello);
	const reported: unknown[] = [];
	const logContext = {
		...world.deps.logContext,
		reportFault: (error: unknown) => reported.push(error),
	};
	world.bucket.s3.injectFaults(({ operation }) =>
		operation === 'ListParts' ? { status: 403, code: 'AccessDenied' } : undefined,
	);
	const complete = () =>
		completeUploads({ ...world.deps, logContext }, ann, {
			uploads: [
				{ uploadId, checksum: sha256(hello) },
				{ uploadId: filmId, checksum: sha256(hello) },
			],
		});

	const { files } = await complete();

	expect(files).toMatchObject([
		{ uploadId, outcome: 'stored' },
		{ uploadId: filmId, outcome: 'failed', code: 'internal' },
	]);
	expect(reported).toMatchObject([{ name: 'AccessDenied' }]);
	world.bucket.s3.injectFaults(undefined);
	expect((await complete()).files[1]).toMatchObject({ code: 'parts_mismatch' });
});

test('five hundred files are stored by two calls', async () => {
	const files = Array.from({ length: 500 }, (_, i) =>
		asked(ann.rootId, Buffer.from(`file ${String(i)}`), { name: `photo ${String(i)}.jpg` }),
	);
	const begun = await ann.begin(files);
	const sent = begun.map(formOf);
	await Promise.all(sent.map(({ form }, i) => post(form, Buffer.from(`file ${String(i)}`))));

	const { files: stored } = await ann.can.completeUploads({
		uploads: sent.map(({ uploadId }, i) => ({
			uploadId,
			checksum: sha256(Buffer.from(`file ${String(i)}`)),
		})),
	});

	expect(stored.filter(({ outcome }) => outcome === 'stored')).toHaveLength(500);
	expect(await ann.usage()).toMatchObject({ reservedBytes: 0 });
});
