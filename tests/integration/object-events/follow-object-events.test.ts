import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { followObjectEvents } from '../../../lambdas/object-events/follow-object-events.ts';
import { objectEventsOf } from '../../../lambdas/object-events/internal/object-event.ts';
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

afterEach(() => world.bucket.s3.injectFaults(undefined));

async function sendOne(facts = {}) {
	const [begun] = await ann.begin([asked(ann.rootId, hello, facts)]);
	const { uploadId, form } = formOf(begun);
	await post(form, hello);
	return uploadId;
}

const complete = (uploadId: string) =>
	ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });

/** How often a vault is locked meanwhile. */
async function locksOf(work: () => Promise<void>): Promise<number> {
	const { catalog } = world.deps;
	const spies = [vi.spyOn(catalog, 'withLockedVault'), vi.spyOn(catalog, 'withLockedOwner')];
	try {
		await work();
		return spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
}

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

	test('that comes after the file was deleted forever brings nothing back', async () => {
		const uploadId = await sendOne();
		const events = await world.bucket.takeEvents();
		const { files } = await complete(uploadId);
		if (files[0]?.outcome !== 'stored') throw new Error('not stored');
		await ann.does.trashEntries({ entryIds: [files[0].file.id] });
		expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: true });

		await world.follow(events);

		expect(await ann.namesIn(ann.rootId)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
	});

	test('that comes after the account was deleted takes the bytes away', async () => {
		const begun = await ann.begin([asked(ann.rootId, hello)]);
		const { form } = formOf(begun[0]);
		await ann.can.purgeAccount({ confirm: 'delete account' });
		await post(form, hello);

		await world.follow();

		const left = (await world.bucket.contents()).filter((line) => line.includes(ann.ownerId));
		expect(left).toEqual([]);
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
		const senseless = { Records: [null, otherBucket, keyed('%E0%A4'), keyed('unknown')] };
		const { ignored, failures } = await followObjectEvents(
			world.deps,
			objectEventsOf(senseless, BUCKET),
		);
		expect([ignored, failures.size]).toEqual([4, 0]);
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

	test('that comes when the browser has reported the file locks nothing', async () => {
		const uploadIds = [await sendOne({ name: 'a.txt' }), await sendOne({ name: 'b.txt' })];
		const events = await world.bucket.takeEvents();
		for (const uploadId of uploadIds) await complete(uploadId);

		expect(await locksOf(() => world.follow(events))).toBe(0);
	});

	test('is one of many that share one lock when no browser came back', async () => {
		for (let i = 0; i < 20; i++) await sendOne({ name: `${String(i)}.txt` });
		const events = await world.bucket.takeEvents();
		const together = { Records: events.flatMap(({ Records }) => Records) };

		expect(await locksOf(() => world.follow([together]))).toBe(1);
		expect(await ann.namesIn(ann.rootId)).toHaveLength(20);
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
