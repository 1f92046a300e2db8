import { SURPLUS_CHECK_SECONDS } from '#contract/limits';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BUCKET } from '../../support/object-store.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
	await world.bucket.takeEvents();
});
afterEach(async () => {
	world.bucket.s3.injectFaults(undefined);
	expect(await world.fsck()).toEqual([]);
});

async function begin(name = 'a.txt', bytes = hello) {
	const [begun] = await ann.begin([asked(ann.rootId, bytes, { name })]);
	const { uploadId, form } = formOf(begun);
	return { uploadId, send: () => post(form, bytes), key: form.fields.key ?? '' };
}

async function complete(uploadId: string) {
	const { files } = await ann.can.completeUploads({
		uploads: [{ uploadId, checksum: sha256(hello) }],
	});
	if (files[0]?.outcome !== 'stored') throw new Error(JSON.stringify(files));
	return files[0].file;
}

const versionsOf = async (key: string) =>
	(await Array.fromAsync(world.bucket.store.listVersions(key))).map((each) => each.objectVersionId);

const namedBy = async (entryId: string) =>
	(await world.deps.catalog.versions.ofEntry(ann.ownerId, entryId, { limit: 100 })).map(
		(each) => each.s3VersionId,
	);

/** Stored, and its form sent once more; no event of the second version has arrived. */
async function sentTwice(name?: string) {
	const upload = await begin(name);
	await upload.send();
	const file = await complete(upload.uploadId);
	await upload.send();
	return { ...upload, file };
}

/** A thumbnail, sent and recorded; answers its form. */
async function thumbOf(versionId: string) {
	const { derivatives } = await ann.can.signDerivatives({
		derivatives: [
			{
				versionId,
				kind: 'thumb',
				sizeBytes: hello.length,
				sha256: sha256(hello),
				contentType: 'image/webp',
			},
		],
	});
	if (derivatives[0]?.outcome !== 'send') throw new Error('refused');
	const { form } = derivatives[0];
	await post(form, hello);
	await ann.can.recordDerivatives({ derivatives: [{ versionId, kind: 'thumb' }] });
	return form;
}

async function expectWhole(key: string, entryId: string): Promise<void> {
	expect(await versionsOf(key)).toEqual(await namedBy(entryId));
	expect((await ann.read(entryId)).bytes).toEqual(hello);
}

describe('the event of a form sent twice', () => {
	test('takes away the version that the row does not name, at once', async () => {
		const { key, file } = await sentTwice();

		await world.follow();

		await expectWhole(key, file.id);
	});

	test.each([
		['as they came', (events: readonly unknown[]) => events],
		['the other way round', (events: readonly unknown[]) => events.toReversed()],
		['each twice', (events: readonly unknown[]) => [...events, ...events]],
	])('leaves one version where both came before the upload was completed: %s', async (_, order) => {
		const { key, send, uploadId } = await begin();
		await send();
		await send();

		await world.follow(order(await world.bucket.takeEvents()));

		const file = await complete(uploadId);
		await expectWhole(key, file.id);
	});

	test('and the browser at the same moment leave one version each, fifty times', async () => {
		for (let i = 0; i < 50; i += 1) {
			const { key, send, uploadId } = await begin(`race ${String(i)}.txt`);
			await send();
			const events = await world.bucket.takeEvents();

			const [file] = await Promise.all([complete(uploadId), world.follow(events), send()]);

			await world.follow([...events, ...(await world.bucket.takeEvents())]);
			await expectWhole(key, file.id);
		}
	});

	test('takes away what comes after the file was deleted forever', async () => {
		const { key, file } = await sentTwice();
		await ann.does.trashEntries({ entryIds: [file.id] });
		await ann.can.purgeTrash({});

		await world.follow();

		expect(await versionsOf(key)).toEqual([]);
	});

	test('takes away what comes after the upload was given up', async () => {
		const { key, send, uploadId } = await begin();
		await ann.can.abortUploads({ uploadIds: [uploadId] });
		await send();

		await world.follow();

		expect(await versionsOf(key)).toEqual([]);
	});

	test('leaves alone what S3 does not give up, and the sweep takes it later', async () => {
		const { key, file } = await sentTwice();
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'DeleteObjects' ? { failKey: () => 'InternalError' } : undefined,
		);
		await world.follow();
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
		expect(await world.sweep()).toMatchObject({ removed: 0, failed: 1 });

		world.bucket.s3.injectFaults(undefined);
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
		expect(await world.sweep()).toMatchObject({ removed: 1, failed: 0 });

		await expectWhole(key, file.id);
	});

	test('leaves a derivative the one version that its row names', async () => {
		const file = await ann.upload('picture.jpg', hello);
		const form = await thumbOf(file.versionId);
		const [recorded] = await versionsOf(form.fields.key ?? '');
		await post(form, hello);
		await post(form, hello);

		await world.follow();

		expect(await versionsOf(form.fields.key ?? '')).toEqual([recorded]);
	});
});

describe('the sweep', () => {
	test('takes away surplus versions whose events were lost, and looks at each key once', async () => {
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
		await world.sweep();
		const sent = [await sentTwice('a.txt'), await sentTwice('b.txt'), await sentTwice('c.txt')];
		await world.bucket.takeEvents();
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);

		const swept = await world.sweep();
		const again = await world.sweep();

		expect(swept).toMatchObject({ removed: 3, hidden: 3 });
		expect(again).toMatchObject({ removed: 0, hidden: 0 });
		for (const { key, file } of sent) await expectWhole(key, file.id);
	});

	test('asks S3 one question about all files that came together', async () => {
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
		await world.sweep();
		for (const name of ['a.txt', 'b.txt', 'c.txt']) await ann.upload(name, hello);
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
		const asked: string[] = [];
		world.bucket.s3.injectFaults(({ operation }) => {
			asked.push(operation);
			return undefined;
		});

		await world.sweep();

		expect(asked).toEqual(['ListObjectVersions']);
	});

	test('looks at nothing while a form is good for something', async () => {
		const { key } = await sentTwice();
		await world.bucket.takeEvents();
		world.passSeconds(SURPLUS_CHECK_SECONDS - 60);

		expect(await world.sweep()).toMatchObject({ removed: 0 });

		expect(await versionsOf(key)).toHaveLength(2);
		world.passSeconds(61);
		await world.sweep();
	});

	test('three times at once takes away each surplus version, and nothing else', async () => {
		const { key, file } = await sentTwice();
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);

		await Promise.all([world.sweep(), world.sweep(), world.sweep()]);

		await expectWhole(key, file.id);
	});

	test('takes away a delete marker, which brings the file back', async () => {
		const { key, file } = await sentTwice();
		await world.bucket.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);

		expect(await world.sweep()).toMatchObject({ removed: 2, hidden: 1 });

		await expectWhole(key, file.id);
	});

	test('finds its way through a key with more versions than S3 lists at once', async () => {
		const first = await sentTwice('first.txt');
		const second = await sentTwice('second.txt');
		for (let i = 0; i < 1100; i += 100) {
			const copies = Array.from({ length: 100 }, () =>
				world.bucket.client.send(
					new PutObjectCommand({ Bucket: BUCKET, Key: first.key, Body: 'x' }),
				),
			);
			await Promise.all(copies);
		}
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);

		expect(await world.sweep()).toMatchObject({ removed: 1102 });

		await expectWhole(first.key, first.file.id);
		await expectWhole(second.key, second.file.id);
	});

	test('takes away what came after an upload was given up, original and picture', async () => {
		const { key, send, uploadId } = await begin();
		const thumb = await thumbOf(uploadId);
		await ann.can.abortUploads({ uploadIds: [uploadId] });
		await send();
		await world.bucket.takeEvents();
		world.passSeconds(SURPLUS_CHECK_SECONDS + 1);

		expect(await world.sweep()).toMatchObject({ removed: 2, hidden: 0 });

		expect(await versionsOf(key)).toEqual([]);
		expect(await versionsOf(thumb.fields.key ?? '')).toEqual([]);
	});
});

test('the last copy is spared by event, sweep and comparison where S3 has lost the version that the row names', async () => {
	const { key, file } = await sentTwice();
	const [objectVersionId = ''] = await namedBy(file.id);
	await world.bucket.store.deleteVersions([{ key, objectVersionId }]);

	await world.follow();
	world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
	const swept = await world.sweep();
	const compared = await world.reconcile();

	const left = await Array.fromAsync(world.bucket.store.listVersions(key));
	expect(left).toHaveLength(1);
	expect(swept).toMatchObject({ removed: 0, spared: 1 });
	expect(compared).toMatchObject({ removed: 0, spared: 1, ghosts: 1 });
	await world.fresh.observer.query('update versions set s3_version_id = ? where id = ?', [
		left[0]?.objectVersionId,
		file.versionId,
	]);
	// Its person was told that it is missing.
	expect(await world.reconcile()).toMatchObject({ ghosts: 0, removed: 0 });
});

test('the daily comparison tells how many versions that a row names lie below a newer one', async () => {
	await sentTwice();

	expect(await world.reconcile()).toMatchObject({ removed: 1, hidden: 1 });
});
