import { startStack, type Stack } from '../support/stack.ts';
import { test as base, expect, expectAccessible, expectNothingCutOff, signIn } from './fixtures.ts';
import { Person } from './person.ts';
import { png } from './pictures.ts';

// A stack of its own: what another test sees of time would change with this one.
const test = base.extend<object, { stack: Stack }>({
	stack: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
		async ({}, use) => {
			const stack = await startStack();
			await use(stack);
			await stack.close();
		},
		{ scope: 'worker', timeout: 180_000 },
	],
});

const photo = (name: string, width: number) => ({
	name,
	mimeType: 'image/png',
	buffer: png(width, 800),
});

test('goes on for a person who is signed in when the clock is moved, and for one who comes later @one-width', async ({
	vault,
	person,
	stack,
	context,
}) => {
	const who = new Person(vault);
	await who.pick(photo('lake.png', 1200));
	await who.uploaded(/1 file/);
	await expect(who.row('lake.png').locator('img')).toBeVisible({ timeout: 30_000 });

	const clock = await context.newPage();
	await clock.goto(`${stack.inboxUrl}/clock`);
	await expectAccessible(clock);
	await expectNothingCutOff(clock);
	await clock.getByRole('button', { name: 'A month' }).click();
	await clock.getByRole('button', { name: 'A month' }).click();
	await clock.getByRole('button', { name: 'A day' }).click();
	await expect(clock.getByText('61 days ahead')).toBeVisible();
	await clock.close();

	await vault.reload();
	await expect(who.row('lake.png').locator('img')).toBeVisible({ timeout: 30_000 });
	const daysAhead = () =>
		vault.evaluate((real) => Math.round((Date.now() - real) / 86_400_000), Date.now());
	expect(await daysAhead()).toBe(61);
	await who.pick(photo('mountain.png', 1300));
	await who.uploaded(/1 file/);
	await expect(who.row('mountain.png').locator('img')).toBeVisible({ timeout: 30_000 });
	const downloading = vault.waitForEvent('download');
	await who.choose('mountain.png', 'Download');
	expect((await downloading).suggestedFilename()).toBe('mountain.png');

	await who.putUploadsAway();
	await who.signOut();
	await signIn(vault, person);
	await expect(who.row('lake.png')).toBeVisible();
	await expect(who.row('mountain.png')).toBeVisible();
});

test('takes the time over from the clock’s tab when a person comes back to theirs', async ({
	vault,
	stack,
}) => {
	await stack.advanceClock(86_400_000);
	await vault.reload();
	const before = await vault.evaluate(() => Date.now());

	await stack.advanceClock(86_400_000);
	await vault.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

	await expect.poll(() => vault.evaluate(() => Date.now())).toBeGreaterThan(before + 86_000_000);
});
