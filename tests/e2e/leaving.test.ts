import type { Page, Route } from 'playwright/test';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, expectNothingCutOff, signIn, test } from './fixtures.ts';
import { Person } from './person.ts';

const PASSWORD = 'correct Horse 9 battery';

async function askToDelete(page: Page): Promise<void> {
	await new Person(page).goTo('Settings');
	await page.getByRole('button', { name: 'Delete account…' }).click();
	await page.getByRole('dialog').getByRole('textbox').fill('delete account');
	await confirm(page);
}

const confirm = (page: Page) =>
	page.getByRole('button', { name: 'Delete account', exact: true }).click();

/** The request arrives and is done; its answer does not come. */
async function loseAnswer(route: Route): Promise<void> {
	await route.fetch();
	await route.abort('failed');
}

test.describe('an account whose deletion is interrupted', () => {
	test.afterEach(async ({ page, person, stack }) => {
		// Whatever came in between, the address can sign up again, and begins with an empty vault.
		await expect(page).toHaveURL(/\/sign-in/);
		await page.goto('/sign-up');
		await page.getByLabel('E-mail').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
		await page.getByRole('button', { name: 'Create account' }).click();
		await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
		await page.getByLabel('Code').fill(stack.messages(person.email)[0]?.code ?? '');
		await page.getByRole('button', { name: 'Confirm' }).click();
		await expect(page.getByText('Your vault is ready')).toBeVisible();
	});

	test('goes on where the answer of the vault was lost', async ({ vault, stack }) => {
		await vault.route(`${stack.apiUrl}/purge/account`, loseAnswer, { times: 1 });

		await askToDelete(vault);
		await expect(vault.getByText('cannot be reached')).toBeVisible();
		await confirm(vault);
	});

	test('goes on where the answer of the user pool was lost', async ({ vault, stack }) => {
		let lost = 0;
		await vault.route(`${stack.cognitoUrl}/**`, async (route) => {
			const target = route.request().headers()['x-amz-target'] ?? '';
			if (!target.endsWith('.DeleteUser') || lost > 0) return route.fallback();
			lost += 1;
			return loseAnswer(route);
		});

		await askToDelete(vault);

		// It is asked again at once, and knows this person no more.
		await expect(vault).toHaveURL(/\/sign-in/);
		expect(lost).toBe(1);
	});

	test('goes on after signing in where the page was closed in between', async ({
		page,
		person,
		stack,
	}) => {
		const client = new VaultClient(stack, person);
		await client.open();
		await client.call('purgeAccount', { confirm: 'delete account' });

		await page.goto('/sign-in');
		await page.getByLabel('E-mail').fill(person.email);
		await page.getByLabel('Password', { exact: true }).fill(person.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('heading', { name: 'Your vault was deleted' })).toBeVisible();
		await expectAccessible(page);
		await expectNothingCutOff(page);
		await page.getByRole('button', { name: 'Finish deleting the account' }).click();
	});
});

const secondNow = (): number => Math.floor(Date.now() / 1000);

test('signing out everywhere signs out the other devices, and signing in works again', async ({
	vault,
	person,
	browser,
	stack,
}) => {
	const device = await browser.newContext();
	const other = await device.newPage();
	await other.goto(stack.siteUrl);
	await other.getByLabel('E-mail').fill(person.email);
	await other.getByLabel('Password', { exact: true }).fill(person.password);
	await other.getByRole('button', { name: 'Sign in' }).click();
	await expect(other.getByText('Your vault is ready')).toBeVisible();

	await new Person(vault).goTo('Settings');
	await vault.getByRole('button', { name: 'Sign out everywhere…' }).click();
	await expectAccessible(vault);
	await vault
		.getByRole('dialog')
		.getByRole('button', { name: 'Sign out everywhere', exact: true })
		.click();
	await expect(vault).toHaveURL(/\/sign-in/);
	const second = secondNow();

	// It learns of it when it is looked at again, or by the next press.
	await other.bringToFront();
	const gallery = other
		.getByRole('navigation', { name: 'Places' })
		.getByRole('link', { name: 'Gallery' });
	await Promise.race([other.waitForURL(/\/sign-in/), gallery.click()]);
	await expect(other).toHaveURL(/\/sign-in/);
	await device.close();
	// What signs in within the second of the sign-out is signed out by it.
	await expect.poll(secondNow).toBeGreaterThan(second);
	await signIn(vault, person);
	const attempt = new VaultClient(stack, person).open();
	await expect(attempt).rejects.toThrow('session_ended');
});
