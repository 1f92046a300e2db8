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

test('subscribes an address, and ends that of before', async () => {
	await ann.can.setNotifications({ email: 'ann@example.com' });

	const changed = await ann.can.setNotifications({ email: 'ann@example.org' });

	expect(changed).toEqual({ state: 'confirmed', email: 'ann@example.org' });
	expect(await ann.can.getNotifications({})).toEqual(changed);
});

test('without an address ends the subscription', async () => {
	await ann.can.setNotifications({ email: 'ann@example.com' });

	expect(await ann.can.setNotifications({ email: null })).toEqual({ state: 'off', email: null });
});
