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
		const stored = await world.deps.store.inspectObject(`d/${ann.ownerId}/${early}/thumb`);
		expect(stored).toMatchObject({ sizeBytes: picture.length, contentType: 'image/webp' });
	});

	test('shows by its event alone', async () => {
		const file = await ann.upload('late.jpg', hello);
		await sendThumb(file.versionId);

		await world.follow();

		const { entry } = await ann.does.getEntry({ entryId: file.id });
		expect(entry).toMatchObject({ hasThumb: true });
	});
});
