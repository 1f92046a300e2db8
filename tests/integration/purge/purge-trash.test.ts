import { TRASH_LIFE_SECONDS } from '#contract/limits';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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

test('the trash is emptied of what has lain in it for thirty days', async () => {
	const old = await ann.upload('old.txt', hello);
	await ann.does.trashEntries({ entryIds: [old.id] });
	world.passSeconds(TRASH_LIFE_SECONDS - 100);
	await world.sweep();
	expect((await ann.does.listFolder({ folderId: ann.trashId })).entries).toHaveLength(1);

	world.passSeconds(200);
	await world.sweep();

	expect((await ann.does.listFolder({ folderId: ann.trashId })).entries).toEqual([]);
	expect(await objectsOf(ann)).toEqual([]);
	expect(await ann.usage()).toMatchObject({ usedBytes: 0 });
});
