import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { begin, old } from '../../support/restores.ts';
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

test('lists the caller’s jobs, the newest first', async () => {
	const [one, two] = [await ann.uploadArchived('one', old), await ann.uploadArchived('two', old)];
	const first = await begin(ann, [one.id]);
	world.passSeconds(1);
	const second = await begin(ann, [two.id]);
	const bob = await world.newUploader();

	expect((await ann.can.listRestores({})).jobs).toEqual([second.job, first.job]);
	expect((await bob.can.listRestores({})).jobs).toEqual([]);
});
