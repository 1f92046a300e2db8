import { randomUUID } from 'node:crypto';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, signIn, test } from './fixtures.ts';
import { oneTimeCode } from './one-time-code.ts';
import { Person } from './person.ts';

const PASSWORD = 'correct Horse 9 battery';

test('signs up with a code from the mail, and stays signed in over a reload', async ({
	page,
	stack,
}) => {
	const email = `${randomUUID()}@example.com`;
	await page.goto('/sign-up');
	await expectAccessible(page);

	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Create account' }).click();
	await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
	await page.getByLabel('Code').fill('000000');
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByRole('alert')).toContainText(/code/i);
	await page.getByRole('button', { name: 'Send a new code' }).click();
	await expect.poll(() => stack.messages(email).length).toBe(2);
	await page.getByLabel('Code').fill(stack.messages(email)[0]?.code ?? '');
	await page.getByRole('button', { name: 'Confirm' }).click();

	await expect(page.getByText('Your vault is ready')).toBeVisible();
	const asked: string[] = [];
	page.on('request', (request) => asked.push(request.url().replace(/^http:..[^/]+/, '')));
	await page.reload();
	await expect(page.getByText('Your vault is ready')).toBeVisible();
	// Before the vault has told which folder is the top one; and what was asked for ahead is not loaded again.
	expect(asked.filter((path) => path.startsWith('/folders/list'))).toEqual([
		'/folders/list?folderId=root&sort=name',
	]);
	const beforeList = asked.slice(0, asked.indexOf('/folders/list?folderId=root&sort=name'));
	const files = beforeList.filter((path) => path.startsWith('/_app/'));
	expect(files).toEqual([...new Set(files)]);
	expect(files).toContainEqual(expect.stringMatching(/\.css$/));
	// The page says where the user pool is, and its script asks it for an access token.
	expect(asked).not.toContain('/config.json');
	expect(asked.filter((path) => path === '/')).toHaveLength(1);
	await expectAccessible(page);
});

test('a wrong password is a sentence, and says nothing about who has an account @one-width', async ({
	page,
	person,
}) => {
	const answers: (string | null)[] = [];
	for (const email of [person.email, `${randomUUID()}@example.com`]) {
		await page.goto('/sign-in');
		await page.getByLabel('E-mail').fill(email);
		await page.getByLabel('Password', { exact: true }).fill('not the Password 1');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('alert')).not.toBeEmpty();
		answers.push(await page.getByRole('alert').textContent());
	}

	expect(answers[0]).toBe(answers[1]);
	await expectAccessible(page);
});

test('resets a forgotten password by mail', async ({ page, person, stack }) => {
	await page.goto('/sign-in');
	await page.getByRole('link', { name: 'Forgot your password?' }).click();
	// The page before has such a field too.
	await expect(page.getByRole('heading', { name: 'Reset your password' })).toBeVisible();
	await page.getByLabel('E-mail').fill(person.email);
	await page.getByRole('button', { name: 'Send code' }).click();
	await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
	await page.getByLabel('Code').fill(stack.messages(person.email)[0]?.code ?? '');
	await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Change password' }).click();
	await expect(page).toHaveURL(/\/sign-in/);

	await signIn(page, { email: person.email, password: PASSWORD });
});

test('turns two-step sign-in on, needs its code, and turns it off', async ({ vault, person }) => {
	const who = new Person(vault);
	await who.goTo('Settings');
	const groups = vault.getByRole('heading', { level: 2 });
	await expect(groups).toHaveText(['Your account', 'Your files', 'This device', 'Leaving']);
	await vault.getByRole('switch', { name: 'Two-step sign-in' }).click();
	const secret = (await vault.getByRole('dialog').locator('code').textContent()) ?? '';
	await expectAccessible(vault);
	await vault.getByRole('textbox', { name: 'Code' }).fill('000000');
	await vault.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
	await expect(vault.getByRole('dialog')).toContainText('This code is not right');
	await vault.getByRole('textbox', { name: 'Code' }).fill(oneTimeCode(secret));
	await vault.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
	await expect(vault.getByRole('switch', { name: 'Two-step sign-in' })).toBeChecked();
	await expectAccessible(vault);

	await who.signOut();
	await vault.getByLabel('E-mail').fill(person.email);
	await vault.getByLabel('Password', { exact: true }).fill(person.password);
	await vault.getByRole('button', { name: 'Sign in' }).click();
	await expect(vault.getByRole('heading', { name: 'One more step' })).toBeVisible();
	await vault.getByLabel('Code').fill(oneTimeCode(secret));
	await vault.getByRole('button', { name: 'Sign in' }).click();
	await expect(vault).toHaveURL(/\/folders/);

	await who.goTo('Settings');
	await vault.getByRole('switch', { name: 'Two-step sign-in' }).click();
	await vault.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
	await expect(vault.getByRole('switch', { name: 'Two-step sign-in' })).not.toBeChecked();
	await who.signOut();
	await signIn(vault, person);
});

test('a session outlives the access token without a word on the screen @one-width', async ({
	vault,
	stack,
}) => {
	let refusals = 0;
	await vault.route(`${stack.apiUrl}/**`, async (route) => {
		if (route.request().method() === 'OPTIONS' || refusals > 0) return route.fallback();
		refusals += 1;
		return route.fulfill({
			status: 401,
			headers: { 'access-control-allow-origin': stack.siteUrl },
			json: { message: 'Unauthorized' },
		});
	});

	await new Person(vault).goTo('Trash');

	await expect(vault.getByText('The trash is empty')).toBeVisible();
	expect(refusals).toBe(1);
});

test('no access token ever lies in storage @one-width', async ({ page, person }) => {
	await signIn(page, person);
	const stored = await page.evaluate(() =>
		JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
	);
	const jwts = stored.match(/eyJ[\w-]+\.eyJ[\w-]+/g) ?? [];
	const uses = jwts.map(
		(jwt) =>
			(
				JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
					string,
					unknown
				>
			).token_use,
	);

	expect(uses).not.toContain('access');
	expect(uses).not.toContain('id');
	expect(stored).not.toContain(person.password);
});

test('a deep link to a folder survives the sign-in @one-width', async ({ page, person, stack }) => {
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const folderId = await client.createFolder(rootId, 'Letters');
	await page.goto(`/folders/${folderId}`);
	await expect(page).toHaveURL(/\/sign-in/);
	await page.getByLabel('E-mail').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.getByRole('button', { name: 'Sign in' }).click();

	await expect(page).toHaveURL(new RegExp(`/folders/${folderId}$`));
	await expect(page).toHaveTitle(/Letters/);
	await expect(page.getByText('Nothing in here yet')).toBeVisible();
});

test('signing out in one tab signs out the other @one-width', async ({ vault, context }) => {
	const other = await context.newPage();
	await other.goto('/folders');
	await expect(other.getByText('Your vault is ready')).toBeVisible();
	await vault.bringToFront();

	await new Person(vault).signOut();

	await expect(other).toHaveURL(/\/sign-in/);
	await expect(other.getByText('You signed out in another tab')).toBeVisible();
});

test('deletes the account with everything in it', async ({ vault, person, stack }) => {
	const who = new Person(vault);
	await who.pick({ name: 'last.txt', mimeType: 'text/plain', buffer: Buffer.from('last words') });
	await who.uploaded(/1 file stored/);
	await who.putUploadsAway();
	await who.goTo('Settings');
	await vault.getByRole('button', { name: 'Delete account…' }).click();
	await expect(vault.getByRole('button', { name: 'Delete account', exact: true })).toBeDisabled();
	await vault.getByRole('dialog').getByRole('textbox').fill('delete account');
	await vault.getByRole('button', { name: 'Delete account', exact: true }).click();
	await expect(vault).toHaveURL(/\/sign-in/);
	await expect(vault.getByText('everything in it is deleted')).toBeVisible();

	await vault.getByLabel('E-mail').fill(person.email);
	await vault.getByLabel('Password', { exact: true }).fill(person.password);
	await vault.getByRole('button', { name: 'Sign in' }).click();
	await expect(vault.getByRole('alert')).not.toBeEmpty();
	const left = await fetch(`${stack.apiUrl}/vault/open`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${person.accessToken}`,
			'content-type': 'application/json',
		},
		body: '{}',
	});
	expect(left.status).toBe(401);
});
