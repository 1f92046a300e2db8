import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from 'playwright/test';
import { startStack, type Stack } from '../support/stack.ts';

type Person = Awaited<ReturnType<Stack['createUser']>>;

interface Fixtures {
	/** A person with an empty vault, who has not signed in yet. */
	person: Person;
	/** The same person, signed in and looking at the top folder. */
	vault: Page;
}

/** Addresses in S3 for which pages of this worker have asked whether they may. */
export const preflightsToStorage: string[] = [];

/** Noise of the browser about answers the test provoked itself; everything else on the console fails the test. */
const expectedNoise = [
	/the server responded with a status of 4\d\d/,
	/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED|ABORTED)/,
];

export const test = base.extend<Fixtures, { stack: Stack }>({
	stack: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
		async ({}, use) => {
			const stack = await startStack({
				lines: {
					api: () => Promise.resolve(),
					storage: ({ method, url = '' }) => {
						if (method === 'OPTIONS') preflightsToStorage.push(url);
						return Promise.resolve();
					},
				},
			});
			await use(stack);
			await stack.close();
		},
		{ scope: 'worker', timeout: 180_000 },
	],
	baseURL: async ({ stack }, use) => {
		await use(stack.siteUrl);
	},
	page: async ({ page }, use) => {
		const complaints: string[] = [];
		page.on('console', (message) => {
			if (message.type() !== 'error' && !/content security policy/i.test(message.text())) return;
			if (!expectedNoise.some((noise) => noise.test(message.text())))
				complaints.push(message.text());
		});
		page.on('pageerror', (error) => complaints.push(String(error)));
		await use(page);
		expect(complaints, 'the console stays quiet').toEqual([]);
	},
	person: async ({ stack }, use) => {
		await use(await stack.createUser());
	},
	vault: async ({ page, person, stack }, use) => {
		await resume(page, person, stack);
		await use(page);
	},
});

export { expect };

/** As after a reload: the session of a new sign-in, made through the API, lies in the browser's storage. */
export async function resume(page: Page, person: Person, stack: Stack): Promise<void> {
	const { email, sub, refreshToken, idToken } = await stack.signIn(person);
	const client = `CognitoIdentityServiceProvider.${stack.userPoolClientId}`;
	const claims = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString();
	const account = JSON.stringify({ email, sub, ownsStage: claims.includes('"owners"') });
	await page.goto('/config.json');
	await page.evaluate((items) => Object.assign(localStorage, items), {
		[`${client}.LastAuthUser`]: sub,
		[`${client}.${sub}.refreshToken`]: refreshToken,
		'cloudvault.account': account,
	});
	await page.goto('/');
	await expectVault(page);
}

export async function signIn(
	page: Page,
	person: Pick<Person, 'email' | 'password'>,
): Promise<void> {
	await page.goto('/');
	await page.getByLabel('E-mail').fill(person.email);
	await page.getByLabel('Password', { exact: true }).fill(person.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expectVault(page);
}

async function expectVault(page: Page): Promise<void> {
	await expect(page).toHaveURL(/\/folders/);
	await expect(page.getByText('Your vault is ready').or(page.getByRole('grid'))).toBeVisible();
}

/** Nothing serious or critical by WCAG 2.2 AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		// The other mode opens a page of its own each time, to join what frames of other sites have found: we have none.
		.setLegacyMode()
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	const serious = violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
	expect(serious).toEqual([]);
}

/** The page is no wider than the window. A region that can have the focus scrolls by itself, as a wide table does. */
export async function expectNothingCutOff(page: Page): Promise<void> {
	const cut = await page.locator('html, main, main *').evaluateAll((elements) =>
		elements
			.filter((element) => {
				const { overflowX } = getComputedStyle(element);
				const scrolls = element === document.documentElement || /auto|scroll/.test(overflowX);
				const isMeant = element.matches('[role=region][tabindex="0"]');
				return scrolls && !isMeant && element.scrollWidth > element.clientWidth;
			})
			.map(({ outerHTML }) => outerHTML.slice(0, 120)),
	);
	expect(cut).toEqual([]);
}

export const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 700;
