import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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

test('reconciling removes orphans and leaves what a row names', async () => {
	const file = await ann.upload('a.txt', hello);
	const [stored] = await world.deps.catalog.versions.ofEntry(ann.ownerId, file.id, { limit: 100 });
	const [begun, given] = await ann.begin([
		asked(ann.rootId, hello),
		asked(ann.rootId, hello, { name: 'given up' }),
	]);
	await post(formOf(begun).form, hello);
	await ann.can.abortUploads({ uploadIds: [formOf(given).uploadId] });
	await post(formOf(given).form, hello);
	const strayKey = `u/${ann.ownerId}/${randomUUID()}/${randomUUID()}`;
	await world.bucket.store.beginParts(strayKey, 'text/plain');
	const held = await world.bucket.store.inspectObject(stored?.objectKey ?? '');

	await world.reconcile();

	const left = await objectsOf(ann);
	expect(left).toHaveLength(2);
	expect(left).toContain(`${stored?.objectKey ?? ''} ${held?.objectVersionId ?? ''}`);
	expect((await ann.read(file.id)).bytes.equals(hello)).toBe(true);
	const { uploadId } = formOf(begun);
	const late = await ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });
	expect(late.files[0]?.outcome).toBe('stored');
});
