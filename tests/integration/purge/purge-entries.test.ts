import { TRASH_LIFE_SECONDS } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepUnfinished } from '../../../lambdas/sweep/sweep-unfinished.ts';
import { numbersTo } from '../../support/numbers.ts';
import { codeOf } from '../../support/people.ts';
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
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

const objectsOf = async ({ ownerId }: Uploader) =>
	(await world.bucket.contents()).filter((each) => each.includes(ownerId));

describe('deleting forever', () => {
	test('takes away every version, in S3 and in the database, and gives the room back', async () => {
		const file = await ann.upload('a.txt', hello);
		const [begun] = await ann.begin([
			asked(ann.rootId, hello, { name: 'a.txt', onConflict: 'new-version' }),
		]);
		const { uploadId, form } = formOf(begun);
		await post(form, hello);
		await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });
		expect(await objectsOf(ann)).toHaveLength(2);
		await ann.does.trashEntries({ entryIds: [file.id] });

		const answers = [
			await ann.can.purgeEntries({ entryIds: [file.id] }),
			await ann.can.purgeEntries({ entryIds: [file.id] }),
		];

		expect(answers).toEqual([{ erased: true }, { erased: true }]);
		expect(await objectsOf(ann)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
		expect(await codeOf(ann.does.getEntry({ entryId: file.id }))).toBe('not_found');
	});

	test('takes a folder with all that lies below', async () => {
		const top = await ann.folder(ann.rootId, 'top');
		const inner = await ann.folder(top, 'inner');
		await ann.folder(inner, 'empty');
		await ann.upload('a.txt', hello, top);
		await ann.upload('b.txt', hello, inner);
		await ann.does.trashEntries({ entryIds: [top] });

		expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: true });

		expect(await objectsOf(ann)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
		const [rows] = await world.fresh.observer.query(
			'select id from entries where owner_id = ? and parent_id <> owner_id',
			[ann.ownerId],
		);
		expect(rows).toEqual([]);
	});

	test('a folder leaves alone what went from it to the trash before, which comes back into a new one', async () => {
		const folder = await ann.folder(ann.rootId, 'folder');
		const inner = await ann.folder(folder, 'inner');
		const file = await ann.upload('a.txt', hello, inner);
		await ann.does.trashEntries({ entryIds: [inner] });
		await ann.does.trashEntries({ entryIds: [folder] });

		await ann.can.purgeEntries({ entryIds: [folder] });

		expect((await ann.read(file.id)).status).toBe(200);
		const { entries } = await ann.does.putBackEntries({ entryIds: [inner] });
		expect(entries[0]).toMatchObject({ id: inner, name: 'inner' });
		expect(entries[0]?.parentId).not.toBe(folder);
		expect(await ann.namesIn(entries[0]?.parentId ?? '')).toEqual(['inner']);
		expect(await ann.namesIn(ann.rootId)).toContain('folder');
	});

	test('is for what lies in the trash alone', async () => {
		const file = await ann.upload('a.txt', hello);

		expect(await codeOf(ann.can.purgeEntries({ entryIds: [file.id] }))).toBe('not_in_trash');

		expect(await ann.namesIn(ann.rootId)).toEqual(['a.txt']);
	});

	test("leaves another person's things as they are", async () => {
		const bob = await world.newUploader();
		const file = await bob.upload('b.txt', hello);
		await bob.does.trashEntries({ entryIds: [file.id] });

		const answers = [
			await ann.can.purgeEntries({ entryIds: [file.id] }),
			await ann.can.purgeEntries({ entryIds: [randomUUID()] }),
		];

		expect(answers[0]).toEqual(answers[1]);
		expect((await bob.read(file.id)).status).toBe(200);
	});

	test('hides at once what S3 does not give up yet, and the sweep finishes it', async () => {
		const files = await Promise.all(
			['a.txt', 'b.txt', 'c.txt'].map((name) => ann.upload(name, hello)),
		);
		const stuck = files[1]?.versionId ?? '';
		await ann.does.trashEntries({ entryIds: files.map(({ id }) => id) });
		world.bucket.s3.injectFaults(({ operation }) =>
			operation === 'DeleteObjects'
				? { failKey: (key) => (key.endsWith(stuck) ? 'InternalError' : undefined) }
				: undefined,
		);

		expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: false });

		expect((await ann.does.listFolder({ folderId: ann.trashId })).entries).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 });
		expect(await objectsOf(ann)).toHaveLength(1);

		world.bucket.s3.injectFaults(undefined);
		world.passSeconds(3600);
		await world.sweep();
		expect(await objectsOf(ann)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
	});

	test('answers though S3 does not, and the sweep finishes it', async () => {
		const file = await ann.upload('a.txt', hello);
		await ann.does.trashEntries({ entryIds: [file.id] });
		world.bucket.s3.injectFaults(() => ({ status: 503 }));

		expect(await ann.can.purgeEntries({ entryIds: [file.id] })).toEqual({ erased: false });

		world.bucket.s3.injectFaults(undefined);
		world.passSeconds(3600);
		await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
		expect(await objectsOf(ann)).toEqual([]);
		expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
	});

	test('and a late answer to an upload, fifty times, leave a file with its bytes or neither', async () => {
		for (let i = 0; i < 50; i += 1) {
			const folderId = await ann.folder(ann.rootId, `folder ${String(i)}`);
			const [begun] = await ann.begin([asked(folderId, hello)]);
			const { uploadId, form } = formOf(begun);
			await post(form, hello);
			await ann.does.trashEntries({ entryIds: [folderId] });

			await Promise.all([
				ann.can.purgeEntries({ entryIds: [folderId] }),
				ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] }),
			]);
		}
		world.passSeconds(3600);
		await world.sweep();

		const names = await ann.namesIn(ann.rootId);
		const objects = await objectsOf(ann);
		expect(objects).toHaveLength(names.length);
		expect(await ann.usage()).toMatchObject({ usedBytes: 5 * names.length, reservedBytes: 0 });
	});
});

describe('deleting a lot forever', () => {
	/** Files with so many versions each, in the trash, of which S3 has nothing. */
	async function trashed(count: number, versions = 1): Promise<readonly string[]> {
		const names = Array.from({ length: count }, (_, i) => `${String(i)}.txt`);
		const ids = await ann.files(ann.rootId, names);
		await world.fresh.observer.query(
			`insert into versions (owner_id, entry_id, id, object_key, s3_version_id, size_bytes, checksum,
				content_type, storage_class, state, created_at)
				select owner_id, id, uuid(), concat('u/', owner_id, '/', id, '/', seq), 'null', 0, '', '', 'STANDARD',
				'ready', now() from entries, ${numbersTo(versions)} where owner_id = ? and kind = 'file'`,
			[ann.ownerId],
		);
		for (let i = 0; i < ids.length; i += 200) {
			await ann.does.trashEntries({ entryIds: ids.slice(i, i + 200) });
		}
		return ids;
	}

	/** Requests of S3 that deleted something in `work`. */
	async function deletions(work: () => Promise<unknown>): Promise<number> {
		let count = 0;
		world.bucket.s3.injectFaults(({ operation }) => {
			if (operation === 'DeleteObjects') count += 1;
			return undefined;
		});
		await work();
		return count;
	}

	const left = async (table: 'entries' | 'versions') => {
		const [rows] = await world.fresh.observer.query(
			`select id from ${table} where owner_id = ? ${table === 'entries' ? "and kind = 'file'" : ''}`,
			[ann.ownerId],
		);
		return rows as readonly unknown[];
	};

	test('takes loose files two hundred at a time', async () => {
		await trashed(450);

		const count = await deletions(async () => {
			expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: true });
		});

		expect(count).toBe(3);
		expect(await left('entries')).toEqual([]);
	});

	test('and the sweep takes them so, too', async () => {
		await trashed(450);
		world.passSeconds(TRASH_LIFE_SECONDS + 1);

		const count = await deletions(() => world.sweep());

		expect(count).toBeLessThanOrEqual(4);
		expect(await left('entries')).toEqual([]);
	});

	test('takes a file with thousands of versions in rounds that fit a request of S3', async () => {
		const [entryId = ''] = await trashed(1, 3000);

		const count = await deletions(async () => {
			expect(await ann.can.purgeEntries({ entryIds: [entryId] })).toEqual({ erased: true });
		});

		expect(count).toBe(10);
		expect(await left('versions')).toEqual([]);
	});

	test('is not done while an earlier call has left something', async () => {
		await trashed(3);
		world.bucket.s3.injectFaults(() => ({ status: 503 }));
		await ann.can.purgeTrash({});

		expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: false });

		world.bucket.s3.injectFaults(undefined);
		expect(await ann.can.purgeTrash({})).toEqual({ emptied: true, erased: true });
		expect(await left('entries')).toEqual([]);
	});

	test("is the sweep's a minute after a request has stopped", async () => {
		await trashed(3);
		world.bucket.s3.injectFaults(() => ({ status: 503 }));
		await ann.can.purgeTrash({});
		world.bucket.s3.injectFaults(undefined);

		world.passSeconds(61);
		await world.sweep();

		expect(await left('entries')).toEqual([]);
	});

	test("is the next sweep's at once where the time of one is up", async () => {
		await trashed(450);
		world.passSeconds(TRASH_LIFE_SECONDS + 1);
		let asked = 0;
		const hasTimeLeft = () => (asked += 1) < 6;

		await sweepUnfinished({ ...world.deps, hasTimeLeft });
		const after = await left('entries');
		await world.sweep();

		expect(after.length).toBeGreaterThan(0);
		expect(await left('entries')).toEqual([]);
	});
});
