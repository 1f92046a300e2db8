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

test('goes on with the missing parts alone', async () => {
	const { uploadId } = await begin();
	await send(uploadId, [2]);

	const { held, transfer } = await ann.can.resumeUpload({ uploadId });
	await send(uploadId, [1, 3]);
	const { files } = await complete(uploadId);

	expect(held).toEqual([
		{ partNumber: 2, sizeBytes: PART_SIZE_BYTES, sha256: sha256(parts[1] ?? bytes) },
	]);
	expect(transfer).toMatchObject({ kind: 'parts', partCount: 3 });
	expect(files[0]?.outcome).toBe('stored');
});
