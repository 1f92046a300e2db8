import { CONFIRMATION_DAY_SECONDS, CONFIRMATION_SECONDS } from '#contract/limits';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
let address: string;

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	ann = await world.newUploader();
	address = `${randomUUID()}@example.com`;
});

const HOUR = 3600;
const mailbox = () => world.deps.catalog.mailboxes.get(address);
const wish = () => world.deps.catalog.mailboxes.wishOf(ann.ownerId);

async function sweepAfter(seconds: number) {
	world.passSeconds(seconds);
	await world.sweep();
}

describe('the sweep', () => {
	test('leaves alone what is held, for however long', async () => {
		await ann.getsNotices(address);
		const before = await mailbox();

		await sweepAfter(10 * CONFIRMATION_SECONDS);

		expect(await mailbox()).toEqual(before);
		expect(await ann.can.getNotifications({})).toEqual({ state: 'confirmed', email: address });
	});

	test('keeps the row of a pending subscription that was given up, and ends it once it agrees', async () => {
		await ann.can.setNotifications({ email: address });
		await ann.can.setNotifications({ email: null });
		await sweepAfter(HOUR);
		expect(await mailbox()).toMatchObject({ isHeld: false });

		world.notifier.confirm(address);
		await sweepAfter(HOUR);

		expect(world.notifier.live()).not.toContain(address);
		expect(await mailbox()).toBeUndefined();
	});

	test('lets go of what was not confirmed in 48 hours, with the wish for it', async () => {
		await ann.can.setNotifications({ email: address });

		await sweepAfter(CONFIRMATION_SECONDS + 1);

		expect([await mailbox(), await wish()]).toEqual([undefined, undefined]);
	});

	test('lets go of what was ended by the link in a notice', async () => {
		await ann.getsNotices(address);
		world.notifier.end(address);

		await sweepAfter(HOUR);

		expect([await mailbox(), await wish()]).toEqual([undefined, undefined]);
	});

	test("lets go of the wish for an address that is another vault's", async () => {
		const bob = await world.newUploader();
		await bob.getsNotices(address);
		await ann.can.setNotifications({ email: address });

		await sweepAfter(CONFIRMATION_SECONDS + 1);

		expect(await wish()).toBeUndefined();
		expect(await bob.can.getNotifications({})).toEqual({ state: 'confirmed', email: address });
	});

	test('does not touch what is just being asked for', async () => {
		const killed = world.notifier.killAt('beforeSubscribe');
		void ann.can.setNotifications({ email: address });
		await killed;

		await sweepAfter(60);
		expect(await mailbox()).toBeDefined();
		await sweepAfter(HOUR);

		expect([await mailbox(), await wish()]).toEqual([undefined, undefined]);
	});

	test('does not remove what was asked for again while it looked', async () => {
		await ann.can.setNotifications({ email: address });
		const seen = await mailbox();
		if (seen === undefined) throw new Error('not there');
		await ann.can.setNotifications({ email: null });
		await ann.can.setNotifications({ email: address });

		await world.deps.catalog.mailboxes.remove(seen);

		expect(await mailbox()).toMatchObject({ id: seen.id, isHeld: true });
	});

	test('forgets after a day to whom mails went', async () => {
		await ann.can.setNotifications({ email: address });
		const count = () => world.deps.catalog.mailboxes.countMailsTo(address, new Date(0));
		expect(await count()).toBe(1);

		await sweepAfter(CONFIRMATION_DAY_SECONDS + 1);

		expect(await count()).toBe(0);
	});

	test('goes on with everything else where SNS does not answer', async () => {
		await ann.can.setNotifications({ email: address });
		world.notifier.isSilent = true;

		const { failed } = await world.sweep();

		world.notifier.isSilent = false;
		expect(failed).toBe(1);
		expect(await mailbox()).toBeDefined();
	});
});
