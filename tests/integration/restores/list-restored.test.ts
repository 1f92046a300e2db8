import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../support/people.ts';
import { old, restored } from '../../support/restores.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld({ lifecycle: { Rules: [] } });
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('lists restored files, those that go first first, page by page', async () => {
	await restored(world, ann, 'last', 9);
	await restored(world, ann, 'first', 2);
	await restored(world, ann, 'second', 5);
	await ann.uploadArchived('archived', old);

	const first = await ann.can.listRestored({ limit: '2' });
	const second = await ann.can.listRestored({ limit: '2', cursor: first.nextCursor ?? '' });

	const names = [...first.restored, ...second.restored].map(({ file }) => file.name);
	expect(names).toEqual(['first', 'second', 'last']);
	expect(second.nextCursor).toBeNull();
	expect(await codeOf(ann.can.listRestored({ cursor: 'strange' }))).toBe('bad_cursor');
});

test('leaves out a copy whose time is over, also where S3 has not told', async () => {
	await restored(world, ann, 'gone', 1);
	world.passSeconds(3 * 86_400);

	expect((await ann.can.listRestored({})).restored).toEqual([]);
});

test('says what lies in the trash, and never what is another person’s', async () => {
	const id = await restored(world, ann, 'trashed', 3);
	await ann.does.trashEntries({ entryIds: [id] });
	const bob = await world.newUploader();

	expect((await ann.can.listRestored({})).restored).toMatchObject([{ trashed: true }]);
	expect((await bob.can.listRestored({})).restored).toEqual([]);
});
