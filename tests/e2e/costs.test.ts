import {
	test as base,
	expect,
	expectAccessible,
	expectNothingCutOff,
	isPhone,
} from './fixtures.ts';
import { Person } from './person.ts';

/** A stack of its own: what its clock does, other tests do not see. */
const test = base.extend<object, { movesClock: true }>({
	movesClock: [true, { scope: 'worker' }],
});

const DAY_MS = 24 * 60 * 60 * 1000;

const film = (name: string, mimeType: string, size: number) => ({
	name,
	mimeType,
	buffer: Buffer.alloc(size, 'x'),
});

test('the page of costs says what the vault costs now and in 60 days, and what takes most room', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.createFolder('Holidays');
	await who.open('Holidays');
	await who.pick([
		film('sea.mp4', 'video/mp4', 3_000_000),
		film('tickets.txt', 'text/plain', 200_000),
	]);
	await who.uploaded(/2 files stored/);

	if (isPhone(vault)) await vault.getByRole('button', { name: 'More', exact: true }).click();
	await expect(vault.getByRole('link', { name: 'less than $0.01 a month' })).toBeVisible();
	if (isPhone(vault)) await vault.keyboard.press('Escape');
	await who.goTo('Costs');

	await expect(vault.getByRole('heading', { name: 'Costs', exact: true })).toBeVisible();
	await expect(vault.getByText(/a month now/)).toContainText('less than $0.01 a month now');
	await expect(
		vault.getByText(/Estimated by the list prices of us-east-1, checked on/),
	).toBeVisible();
	await expect(vault.getByRole('row', { name: /^Files 3.* MB/ })).toBeVisible();
	await expect(vault.getByRole('img', { name: /this month/ })).toBeVisible();
	await vault.getByText('As a table').click();
	await expect(vault.getByRole('row', { name: /20\d\d.*\$/ })).toHaveCount(12);
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
	const byKind = vault.getByRole('list', { name: 'Most room, by kind' });
	await expect(byKind.getByRole('link')).toHaveText([/^Films/, /^Documents/]);
	await byKind.getByRole('link', { name: /^Documents/ }).click();
	await vault
		.getByRole('list', { name: 'Most room, by folder: Documents' })
		.getByRole('link', { name: /^Holidays 195/ })
		.click();
	await expect(who.row('sea.mp4')).toBeVisible();

	// Of several files the sum is told.
	await vault.getByRole('grid').press('ControlOrMeta+a');
	await vault
		.getByRole('toolbar', { name: 'Selection' })
		.getByRole('button', { name: 'Details' })
		.click();
	const details = vault.getByRole('complementary', { name: 'Details' });
	await expect(details).toContainText(/2 items.*3.* MB in 2 files.*Keeping/s);
	await expectAccessible(vault);
	await vault.getByRole('button', { name: 'Close details' }).click();
	await vault.getByRole('button', { name: 'Clear selection' }).click();

	// Archived, it costs to bring back and to delete early.
	await stack.advanceClock(61 * DAY_MS);
	await stack.settled();
	await who.choose('sea.mp4', 'Details');
	const costs = vault.getByRole('region', { name: 'Costs' });
	await expect(costs).toContainText(/Keeping\s*less than \$0\.01 a month/);
	await expect(costs).toContainText(/Restoring\s*less than \$0\.01, for 7 days/);
	await expect(costs).toContainText(
		/Deleting early still costs less than \$0\.01: AWS bills it until/,
	);
	await expectAccessible(vault);
	await vault.getByRole('button', { name: 'Close details' }).click();

	await who.trash('sea.mp4');
	await who.goTo('Trash');
	await who.choose('sea.mp4', 'Delete forever');
	await expect(vault.getByRole('dialog')).toContainText(/Deleting early still costs/);
	await expectAccessible(vault);
	await vault.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
	await vault.getByRole('button', { name: 'Empty trash' }).click();
	await expect(vault.getByRole('dialog')).toContainText(/at the latest/);
});
