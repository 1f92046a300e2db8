import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../support/uploader.ts';
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
	ann = await world.newUploader();
});

test("refuses a thumbnail for another person's file, and where it is too large", async () => {
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
