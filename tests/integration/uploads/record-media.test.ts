import type { Media } from '#contract/entries';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newVersion, wrongTotals } from '../../support/totals.ts';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

const NOTHING: Media = {
	takenAt: null,
	utcOffsetMinutes: null,
	durationMs: null,
	width: null,
	height: null,
};
const READ: Media = {
	takenAt: '2012-04-16T22:30:00.000Z',
	utcOffsetMinutes: 120,
	durationMs: 1500,
	width: 4032,
	height: 3024,
};
const MISSING = '01900000-0000-7000-8000-0000000000ff';
const bytes = Buffer.from('a very small picture');

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

async function fileOf(entryId: string) {
	const { entry } = await ann.does.getEntry({ entryId });
	if (entry.kind !== 'file') throw new Error('not a file');
	return entry;
}

const months = async () => (await ann.does.listMonths({})).months;
const record = (versionId: string, facts: Partial<Media>) =>
	ann.can.recordMedia({ media: [{ versionId, ...NOTHING, ...facts }] });

/** Uploads a picture with what the browser has read of it. */
async function upload(media: Media, onConflict: 'keep-both' | 'new-version') {
	const facts = { name: 'a.jpg', contentType: 'image/jpeg', onConflict };
	const [begun] = await ann.begin([{ ...asked(ann.rootId, bytes, facts), media }]);
	const { uploadId, form } = formOf(begun);
	await post(form, bytes);
	const uploads = [{ uploadId, checksum: sha256(bytes) }];
	const [end] = (await ann.can.completeUploads({ uploads })).files;
	if (end?.outcome !== 'stored') throw new Error('not stored');
	return end.file;
}

describe('what a browser has read of a picture', () => {
	test('comes with its upload', async () => {
		expect((await upload(READ, 'keep-both')).media).toEqual(READ);
		expect(await months()).toEqual([{ month: '2012-04', files: 1 }]);
	});

	test('is stored once the picture is seen, and changes neither its rev nor its time', async () => {
		const { id, versionId } = await upload(NOTHING, 'keep-both');
		const before = await fileOf(id);

		const told = await record(versionId, READ);

		expect(told.media).toEqual([{ versionId, outcome: 'recorded', media: READ }]);
		expect(await fileOf(id)).toEqual({ ...before, media: READ });
		expect(await months()).toEqual([{ month: '2012-04', files: 1 }]);
		expect(await wrongTotals(world)).toEqual([]);
		expect(await world.fsck()).toEqual([]);
	});

	test('stays as it was first told, and what was not known is filled', async () => {
		const { id, versionId } = await ann.upload('a.jpg', bytes);
		await record(versionId, { width: 4, height: 3 });

		const told = await record(versionId, READ);
		await record(versionId, { durationMs: 9, takenAt: '2001-01-01T00:00:00.000Z' });

		const stored = { ...READ, width: 4, height: 3 };
		expect(told.media).toEqual([{ versionId, outcome: 'recorded', media: stored }]);
		expect((await fileOf(id)).media).toEqual(stored);
	});

	test('is stored of many in one call, each named twice as often as one likes', async () => {
		const files = await Promise.all(
			[1, 2, 3].map((n) => ann.upload(`${String(n)}.jpg`, Buffer.from(String(n)))),
		);
		const media = files.map(({ versionId }, n) => ({ ...READ, versionId, width: n + 1 }));

		await ann.can.recordMedia({ media: [...media, ...media] });

		const found = await Promise.all(files.map(({ id }) => fileOf(id)));
		expect(found.map((file) => file.media?.width)).toEqual([1, 2, 3]);
	});

	test('is nothing of another person, and of nothing that is not there', async () => {
		const bob = await world.newUploader();
		const { id, versionId } = await ann.upload('a.jpg', bytes);

		const told = await bob.can.recordMedia({
			media: [versionId, MISSING].map((each) => ({ versionId: each, ...READ })),
		});

		expect(told.media.map(({ outcome }) => outcome)).toEqual(['missing', 'missing']);
		expect((await fileOf(id)).media).toBeNull();
	});

	test('is left out where no camera can have said so', async () => {
		const { versionId } = await ann.upload('a.jpg', bytes);

		const told = await record(versionId, { ...READ, takenAt: '2999-01-01T00:00:00.000Z' });

		const left = { ...READ, takenAt: null, utcOffsetMinutes: null };
		expect(told.media).toEqual([{ versionId, outcome: 'recorded', media: left }]);
	});

	test('goes with its version: to a copy, and back when an older one becomes current', async () => {
		const first = await upload(READ, 'keep-both');
		const second = await upload({ ...NOTHING, width: 1, height: 2 }, 'new-version');
		expect([second.id, second.media?.width]).toEqual([first.id, 1]);

		await ann.does.restoreVersion({ entryId: first.id, versionId: first.versionId });
		const { files } = await ann.can.copyFiles({
			batch: { id: MISSING, fileCount: 1 },
			files: [{ ref: MISSING, entryId: first.id, parentId: ann.rootId }],
		});

		expect((await fileOf(first.id)).media).toEqual(READ);
		expect(files).toMatchObject([{ outcome: 'copied', file: { media: READ } }]);
		expect(await months()).toEqual([{ month: '2012-04', files: 2 }]);
		expect(await world.fsck()).toEqual([]);
	});

	test('of an older version is no word of the file', async () => {
		const file = await ann.upload('a.jpg', bytes);
		await newVersion(ann, file, Buffer.from('another picture'));

		await record(file.versionId, READ);

		expect((await fileOf(file.id)).media).toBeNull();
		await ann.does.restoreVersion({ entryId: file.id, versionId: file.versionId });
		expect((await fileOf(file.id)).media).toEqual(READ);
	});
});
