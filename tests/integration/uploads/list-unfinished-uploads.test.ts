import { PART_SIZE_BYTES } from '#contract/limits';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { asked, partsPlanOf } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const bytes = randomBytes(2 * PART_SIZE_BYTES + 3);

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

test('is listed as unfinished until it is stored or given up', async () => {
	const { uploadId } = await begin();
	expect((await ann.can.listUnfinishedUploads({})).uploads).toMatchObject([
		{ uploadId, name: 'film.mp4', sizeBytes: bytes.length },
	]);

	expect(await ann.can.abortUploads({ uploadIds: [uploadId] })).toEqual({ abortedIds: [uploadId] });
	expect(await ann.can.abortUploads({ uploadIds: [uploadId] })).toEqual({ abortedIds: [uploadId] });

	expect((await ann.can.listUnfinishedUploads({})).uploads).toEqual([]);
	expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
	expect((await world.bucket.contents()).filter((each) => each.includes(uploadId))).toEqual([]);
	await expect(ann.can.resumeUpload({ uploadId })).rejects.toMatchObject({ code: 'not_found' });
});

test('is listed in pages', async () => {
	const bytes = Buffer.from('x');
	const begun = await ann.begin(Array.from({ length: 5 }, () => asked(ann.rootId, bytes)));
	const ids: string[] = [];
	let cursor: string | null = null;
	let pages = 0;
	do {
		const page: Awaited<ReturnType<Uploader['can']['listUnfinishedUploads']>> =
			await ann.can.listUnfinishedUploads({ limit: '2', ...(cursor !== null && { cursor }) });
		ids.push(...page.uploads.map(({ uploadId }) => uploadId));
		cursor = page.nextCursor;
		pages += 1;
	} while (cursor !== null);

	expect(pages).toBe(3);
	expect(ids).toEqual(begun.map((each) => (each.outcome === 'send' ? each.uploadId : '')).sort());
});
