import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');
const picture = Buffer.from('a very small picture');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
	await world.bucket.takeEvents();
});

afterEach(() => world.bucket.s3.injectFaults(undefined));

async function sendOne(facts = {}) {
	const [begun] = await ann.begin([asked(ann.rootId, hello, facts)]);
	const { uploadId, form } = formOf(begun);
	await post(form, hello);
	return uploadId;
}

const complete = (uploadId: string) =>
	ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });

describe('the event of S3', () => {
	test('lists a file whose browser never came back', async () => {
		await sendOne();

		await world.follow();

		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('ten times over has one effect', async () => {
		await sendOne();
		const [event] = await world.bucket.takeEvents();

		await Promise.all(Array.from({ length: 10 }, () => world.follow([event])));

		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5, reservedBytes: 0 });
	});

	test('and the browser, fifty times at the same moment, list each file once', async () => {
		for (let i = 0; i < 50; i += 1) {
			const uploadId = await sendOne({ name: `race ${String(i)}.txt` });
			const events = await world.bucket.takeEvents();

			const [{ files }] = await Promise.all([complete(uploadId), world.follow(events)]);

			expect(files[0]?.outcome).toBe('stored');
		}
		expect(await ann.namesIn(ann.rootId)).toHaveLength(50);
		expect(await ann.usage()).toMatchObject({ usedBytes: 250, reservedBytes: 0 });
	});

	test('that comes after the file was deleted for ever brings nothing back', async () => {
		const uploadId = await sendOne();
		const events = await world.bucket.takeEvents();
		const { files } = await complete(uploadId);
		if (files[0]?.outcome !== 'stored') throw new Error('not stored');
		await ann.does.trashEntries({ entryIds: [files[0].file.id] });
		expect(await ann.can.purgeTrash({})).toEqual({ erased: true });

		await world.follow(events);

		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
	});

	test('that makes no sense is passed over, and its neighbours are not', async () => {
		await sendOne();
		const [real] = await world.bucket.takeEvents();
		const record = real?.Records[0];
		if (record === undefined) throw new Error('no event');
		const keyed = (key: string) => ({
			...record,
			s3: { ...record.s3, object: { ...record.s3.object, key } },
		});
		const otherBucket = { ...record, s3: { ...record.s3, bucket: { name: 'other' } } };

		await world.follow([
			{},
			{ Records: [] },
			{ Event: 's3:TestEvent' },
			{
				Records: [
					null,
					otherBucket,
					keyed('%E0%A4'),
					keyed('unknown'),
					keyed(`u/${randomUUID()}/${randomUUID()}/${randomUUID()}`),
					{ ...record, eventName: 'ObjectDanced' },
					record,
				],
			},
		]);

		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
	});

	test('that S3 does not answer for comes again, and its neighbours need not wait for that', async () => {
		const stuckId = await sendOne({ name: 'stuck.txt' });
		await sendOne({ name: 'next.txt' });
		const events = await world.bucket.takeEvents();
		const together = { Records: events.flatMap(({ Records }) => Records) };
		world.bucket.s3.injectFaults(({ operation, key }) =>
			operation === 'HeadObject' && key.endsWith(stuckId) ? { status: 503 } : undefined,
		);

		await expect(world.follow([together])).rejects.toThrow('some events could not be followed');
		expect(await ann.namesIn(ann.rootId)).toEqual(['next.txt']);

		world.bucket.s3.injectFaults(undefined);
		await world.follow([together]);
		expect(await ann.namesIn(ann.rootId)).toEqual(['next.txt', 'stuck.txt']);
		expect(await ann.usage()).toMatchObject({ usedBytes: 10, reservedBytes: 0 });
	});

	test('is one of a thousand in one notification, and is found there', async () => {
		await sendOne();
		const [real] = await world.bucket.takeEvents();
		const record = real?.Records[0];
		if (record === undefined) throw new Error('no event');
		const noise = Array.from({ length: 999 }, (_, i) => ({
			...record,
			s3: { ...record.s3, object: { key: `u/noise/${String(i)}` } },
		}));

		await world.follow([{ Records: [...noise, record] }]);

		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);
	});
});

describe('a mail', () => {
	beforeEach(() => ann.can.setNotifications({ email: 'ann@example.com' }));
	const mails = () => world.sent.filter(({ ownerId }) => ownerId === ann.ownerId);

	test('tells of a whole batch once, whoever noticed its files', async () => {
		const files = ['a', 'b', 'c'].map((name) => asked(ann.rootId, hello, { name }));
		const sent = (await ann.begin(files)).map(formOf);
		for (const { form } of sent) await post(form, hello);
		const events = await world.bucket.takeEvents();

		await complete(sent[0]?.uploadId ?? '');
		await world.follow([...events, ...events]);

		expect(mails().map(({ text }) => text)).toEqual(['3 files (15 B) arrived in your vault.']);
	});

	test('goes to nobody who did not ask', async () => {
		await ann.can.setNotifications({ email: null });
		await sendOne();

		await world.follow();

		expect(mails()).toEqual([]);
	});

	test('waits for a notifier that does not answer, and then goes once', async () => {
		await sendOne();
		const events = await world.bucket.takeEvents();
		world.silence(true);
		await expect(world.follow(events)).rejects.toThrow();
		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);

		world.silence(false);
		world.passSeconds(300);
		await world.sweep();
		await world.sweep();

		expect(mails()).toHaveLength(1);
	});

	test('goes out by the sweep where every event was lost, and once if they come after all', async () => {
		const uploadId = await sendOne();
		const events = await world.bucket.takeEvents();
		await complete(uploadId);
		expect(mails()).toEqual([]);

		await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
		await world.follow(events);

		expect(mails()).toHaveLength(1);
	});

	test('tells of a batch that was left half done, when it has been quiet for a while', async () => {
		const id = randomUUID();
		const [begun] = await ann.begin([asked(ann.rootId, hello)], { id, fileCount: 9 });
		const { form } = formOf(begun);
		await post(form, hello);
		await world.follow();
		expect(mails()).toEqual([]);

		world.passSeconds(3600);
		await world.sweep();

		expect(mails()).toHaveLength(1);
	});
});

describe('a thumbnail', () => {
	async function sendThumb(versionId: string, bytes = picture) {
		const { derivatives } = await ann.can.signDerivatives({
			derivatives: [
				{
					versionId,
					kind: 'thumb',
					sizeBytes: bytes.length,
					sha256: sha256(bytes),
					contentType: 'image/webp',
				},
			],
		});
		const [signed] = derivatives;
		if (signed?.outcome !== 'send') throw new Error(JSON.stringify(signed));
		expect(await post(signed.form, bytes)).toBe(204);
	}

	test('shows once it is told of, before or after its file', async () => {
		const early = await sendOne({ name: 'early.jpg', contentType: 'image/jpeg' });
		await sendThumb(early);
		const told = await ann.can.recordDerivatives({
			derivatives: [
				{ versionId: early, kind: 'thumb' },
				{ versionId: early, kind: 'preview' },
			],
		});
		const { files } = await complete(early);

		expect(told.derivatives.map(({ outcome }) => outcome)).toEqual(['recorded', 'missing']);
		if (files[0]?.outcome !== 'stored') throw new Error('not stored');
		expect(files[0].file).toMatchObject({ hasThumb: true, hasPreview: false });
		const stored = await world.deps.store.look(`d/${ann.ownerId}/${early}/thumb`);
		expect(stored).toMatchObject({ sizeBytes: picture.length, contentType: 'image/webp' });
	});

	test('shows by its event alone', async () => {
		const file = await ann.upload('late.jpg', hello);
		await sendThumb(file.versionId);

		await world.follow();

		const { entry } = await ann.does.getEntry({ entryId: file.id });
		expect(entry).toMatchObject({ hasThumb: true });
	});

	test("is refused for another person's file, and where it is too large", async () => {
		const file = await ann.upload('mine.jpg', hello);
		const bob = await world.newUploader();
		const thumb = {
			versionId: file.versionId,
			kind: 'thumb',
			sha256: sha256(picture),
			contentType: 'image/webp',
		} as const;

		const foreign = await bob.can.signDerivatives({ derivatives: [{ ...thumb, sizeBytes: 10 }] });
		const large = await ann.can.signDerivatives({ derivatives: [{ ...thumb, sizeBytes: 1e6 }] });

		expect(foreign.derivatives[0]).toMatchObject({ outcome: 'refused', code: 'not_found' });
		expect(large.derivatives[0]).toMatchObject({ outcome: 'refused', code: 'too_large' });
	});
});
