import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
});

test('is off until a person asks for mail', async () => {
	expect(await ann.can.getNotifications({})).toEqual({ state: 'off', email: null });
});

test("does not reveal another person's address", async () => {
	const bob = await world.newUploader();
	await bob.can.setNotifications({ email: 'bob@example.com' });

	expect(await ann.can.getNotifications({})).toEqual({ state: 'off', email: null });
});
