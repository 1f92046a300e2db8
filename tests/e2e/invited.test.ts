import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { invitePerson } from '../../deploy/invite-person.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { test as base, expect, expectAccessible, expectNothingCutOff, resume } from './fixtures.ts';

/** The way a stage is deployed unless it says otherwise. */
const test = base.extend<object, { stack: Stack }>({
	stack: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
		async ({}, use) => {
			const stack = await startStack({ signUp: 'invited' });
			await use(stack);
			await stack.close();
		},
		{ scope: 'worker', timeout: 180_000 },
	],
});

const PASSWORD = 'correct Horse 9 battery';

async function invite(stack: Stack, email: string): Promise<void> {
	const client = new CognitoIdentityProviderClient({
		region: stack.region,
		endpoint: stack.cognitoUrl,
		credentials: { ...stack.rootKey },
	});
	await invitePerson(client, { userPoolId: stack.userPoolId, email });
}

test('a visitor reads whom to ask instead of a form', async ({ page }) => {
	await page.goto('/sign-in');
	await expect(page.getByText('Ask the person who runs this vault to invite you')).toBeVisible();
	await page.goto('/sign-up');
	await expect(page.getByRole('heading', { name: 'By invitation' })).toBeVisible();
	await expect(page.getByRole('textbox')).toHaveCount(0);
	await expectAccessible(page);
	await expectNothingCutOff(page);
});

test('an owner invites a person, who comes in by the mail and a password of their own', async ({
	page,
	browser,
	stack,
}) => {
	const email = `${randomUUID()}@example.com`;
	await resume(page, await stack.createOwner(), stack);
	await page.goto('/health');
	const address = page.getByLabel('Invite a person by e-mail');
	await address.fill('ada');
	await address.press('Enter');
	await expect(page.getByText('This is not a whole e-mail address')).toBeVisible();
	await address.fill(email);
	await page.getByRole('button', { name: 'Invite', exact: true }).click();
	await expect(page.getByText(`Invitation sent to ${email}`)).toBeVisible();
	await expect(address).toHaveValue('');
	await expectAccessible(page);
	await expectNothingCutOff(page);

	const [mail] = stack.messages(email);
	expect(mail?.subject).toBe('You are invited to a CloudVault');
	expect(mail?.text).toContain(stack.siteUrl);
	const context = await browser.newContext({ baseURL: stack.siteUrl });
	await comeIn(await context.newPage(), { email, temporaryPassword: mail?.code ?? '' });
	await context.close();

	await address.fill(email);
	await address.press('Enter');
	await expect(page.getByText('This person has an account already and can sign in.')).toBeVisible();
});

/** A person who was invited has nothing but the mail. */
async function comeIn(
	page: Page,
	{ email, temporaryPassword }: Readonly<Record<'email' | 'temporaryPassword', string>>,
): Promise<void> {
	await page.goto('/sign-in');
	await page.getByLabel('E-mail').fill(email.toUpperCase());
	await page.getByLabel('Password', { exact: true }).fill(temporaryPassword);
	await page.getByRole('button', { name: 'Sign in' }).click();

	await expect(page.getByRole('heading', { name: 'Choose your password' })).toBeVisible();
	await expectAccessible(page);
	await expectNothingCutOff(page);
	await page.getByLabel('New password', { exact: true }).fill('short');
	await page.getByRole('button', { name: 'Save and sign in' }).click();
	await expect(page.getByText('(not yet)')).not.toHaveCount(0);
	await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Save and sign in' }).click();

	await expect(page.getByText('Your vault is ready')).toBeVisible();
	await page.reload();
	await expect(page.getByText('Your vault is ready')).toBeVisible();
}

test('who forgot that they were invited is told what to do @one-width', async ({ page, stack }) => {
	const email = `${randomUUID()}@example.com`;
	await invite(stack, email);
	await page.goto('/reset-password');
	await page.getByLabel('E-mail').fill(email);
	await page.getByRole('button', { name: 'Send code' }).click();

	await expect(page.getByRole('alert')).toContainText('temporary password');
});
