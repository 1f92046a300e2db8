import { expect, expectAccessible, isPhone, resume, test } from './fixtures.ts';
import { Person } from './person.ts';

test('shows its owner what needs them, and that it is mended', async ({ page, stack }) => {
	await resume(page, await stack.createOwner(), stack);
	await new Person(page).goTo('Settings');
	await page.getByRole('link', { name: 'Open health' }).click();

	await expect(page.getByRole('heading', { name: 'Health', exact: true })).toBeVisible();
	const alarms = page.getByRole('listitem', { name: 'Who hears the alarms' });
	await expect(alarms).toContainText('Needs you');
	await expect(alarms).toContainText('subscriptions');
	await expect(page.getByText(/in good order/)).toHaveCount(2);
	const [first, second] = await page.getByText(/in good order/).all();
	await (isPhone(page) ? first?.tap() : first?.click());
	await second?.press('Enter');
	await expect(page.getByRole('listitem', { name: 'Encryption' })).toContainText('Good');
	await expect(page.getByRole('listitem', { name: 'Tables' })).toContainText('Good');
	await expectAccessible(page);

	const [mail] = stack.messages('alarms@cloudvault.local');
	await fetch(mail?.links[0]?.url ?? '');
	await page.getByRole('button', { name: 'Refresh' }).press('Enter');
	await expect(alarms).toContainText('1 address confirmed');
	await expect(page.getByRole('status').filter({ hasText: 'All is well' })).toBeVisible();
});

test('keeps what was seen on the page while nothing can be reached @one-width', async ({
	page,
	stack,
}) => {
	await resume(page, await stack.createOwner(), stack);
	await page.goto('/health');
	await expect(page.getByText('in good order').first()).toBeVisible();

	await page.context().setOffline(true);
	await page.getByRole('button', { name: 'Refresh' }).click();

	await expect(page.getByRole('alert')).toContainText('cannot be reached');
	await expect(page.getByText('in good order').first()).toBeVisible();
});

test('is not offered to others, who are told whom to ask', async ({ vault: page }) => {
	const [menu, item] = isPhone(page)
		? (['More', 'link'] as const)
		: ([/^Account of/, 'menuitem'] as const);
	await page.getByRole('button', { name: menu }).click();
	await expect(page.getByRole(item, { name: 'Settings' })).toBeVisible();
	await expect(page.getByRole(item, { name: 'Health' })).toHaveCount(0);

	await page.goto('/health');

	await expect(page.getByText('Only for the owner')).toBeVisible();
	await expect(page.getByText('Ask whoever set it up')).toBeVisible();
	await expectAccessible(page);
});
