import { PART_SIZE_BYTES } from '#contract/limits';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { asked, formOf, partsPlanOf, post } from '../../support/uploader.ts';
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

test('gives an upload up at once with its room and its parts, as often as it is asked', async () => {
	const { uploadId } = await begin();

	expect(await ann.can.abortUploads({ uploadIds: [uploadId] })).toEqual({ abortedIds: [uploadId] });
	expect(await ann.can.abortUploads({ uploadIds: [uploadId] })).toEqual({ abortedIds: [uploadId] });

	expect((await ann.can.listUnfinishedUploads({})).uploads).toEqual([]);
	expect(await ann.usage()).toMatchObject({ usedBytes: 0, reservedBytes: 0 });
	expect((await world.bucket.contents()).filter((each) => each.includes(uploadId))).toEqual([]);
	await expect(ann.can.resumeUpload({ uploadId })).rejects.toMatchObject({ code: 'not_found' });
});

test('takes away what many uploads left with one list and one deletion, and nothing else', async () => {
	const hello = Buffer.from('hello');
	const names = Array.from({ length: 60 }, (_, i) => `${String(i)}.txt`);
	const kept = await ann.upload('kept.txt', hello);
	const begun = await ann.begin(names.map((name) => asked(ann.rootId, hello, { name })));
	const forms = begun.map(formOf);
	for (const { form } of forms) await post(form, hello);
	const operations: string[] = [];
	world.bucket.s3.injectFaults(({ operation }) => {
		operations.push(operation);
		return undefined;
	});

	await ann.can.abortUploads({ uploadIds: forms.map(({ uploadId }) => uploadId) });

	expect(operations).toEqual(['ListObjectVersions', 'DeleteObjects']);
	const left = (await world.bucket.contents()).filter((each) => each.includes(ann.ownerId));
	expect(left).toHaveLength(1);
	expect(left[0]).toContain(kept.versionId);
});
