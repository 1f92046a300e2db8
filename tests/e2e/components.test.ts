import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { build, preview } from 'vite';
import { expectAccessible, expectNothingCutOff, isPhone } from './fixtures.ts';

const root = join(import.meta.dirname, '../..');

const test = base.extend<{ components: Page }, { address: string }>({
	address: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from this pattern
		async ({}, use) => {
			const configFile = join(root, 'tests/components/vite.config.ts');
			await build({ configFile, logLevel: 'warn', build: { emptyOutDir: true } });
			const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 } });
			await use(server.resolvedUrls?.local[0] ?? '');
			await server.close();
		},
		{ scope: 'worker', timeout: 60_000 },
	],
	components: async ({ page, address }, use) => {
		const complaints: string[] = [];
		page.on('pageerror', (error) => complaints.push(String(error)));
		await page.goto(address);
		await expect(page.getByRole('heading', { name: 'Components', exact: true })).toBeVisible();
		await use(page);
		expect(complaints, 'nothing is thrown').toEqual([]);
	},
});

/** Of other rooms, those that need no app around them. */
const others = ['StorageMark', 'TierChoice'];

test('every component of components/ui has its place on the page @one-width', async ({
	components,
}) => {
	const files = await readdir(join(root, 'src/lib/components/ui'));
	const names = files.filter((file) => file.endsWith('.svelte')).map((file) => file.slice(0, -7));

	const shown = await components
		.locator('[data-component]')
		.evaluateAll((sections) => sections.map((section) => section.getAttribute('data-component')));

	expect(shown.toSorted()).toEqual([...names, ...others].toSorted());
});

for (const theme of ['Light', 'Dark']) {
	test(`the components are accessible in ${theme.toLowerCase()} colours`, async ({
		components,
	}) => {
		await components.getByText(theme, { exact: true }).click();

		await expectAccessible(components);
		await expectNothingCutOff(components);

		await components.getByRole('button', { name: 'Rename…' }).click();
		await expectAccessible(components);
		await components.keyboard.press('Escape');

		await components.getByRole('button', { name: 'More' }).click();
		await expectAccessible(components);
	});
}

test('a field and a choice are as narrow as their place, and a finger leaves no mark where it pressed', async ({
	components,
}) => {
	const exampleOf = (name: string) => components.locator(`[data-component="${name}"]`);
	for (const part of [
		exampleOf('CodeField').locator('.field').first(),
		exampleOf('SegmentedChoice').getByRole('radiogroup'),
	]) {
		await part.evaluate((element) => {
			element.style.inlineSize = '170px';
		});
		expect(await part.evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(170);
	}

	const quiet = exampleOf('Button').getByRole('button', { name: 'Quiet' });
	const isTouched = isPhone(components);
	await (isTouched ? quiet.tap() : quiet.hover());
	const shade = await quiet.evaluate((button) => getComputedStyle(button).backgroundImage);
	const isShaded = shade !== 'none' && !shade.includes('rgba(0, 0, 0, 0)');
	expect(isShaded).toBe(!isTouched);
});

test('a dialog begins with what it asks for, keeps the focus and gives it back @one-width', async ({
	components,
}) => {
	const opener = components.getByRole('button', { name: 'Rename…' });
	const dialog = components.getByRole('dialog', { name: 'Rename folder' });
	await opener.press('Enter');
	await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();

	for (let presses = 0; presses < 5; presses++) {
		await components.keyboard.press('Tab');
		const outside = await components.evaluate(
			() =>
				document.activeElement?.closest('main') !== null &&
				!document.querySelector(':modal')?.contains(document.activeElement),
		);
		expect(outside).toBe(false);
	}
	await components.keyboard.press('Escape');

	await expect(dialog).toBeHidden();
	await expect(opener).toBeFocused();
});

for (const [what, close] of [
	['its Close button', (page: Page) => page.getByRole('button', { name: 'Close' }).click()],
	[
		'its own action',
		(page: Page) => page.getByRole('button', { name: 'Rename', exact: true }).click(),
	],
	['Escape', (page: Page) => page.keyboard.press('Escape')],
	['a press beside it', (page: Page) => page.mouse.click(5, 5)],
] as const) {
	test(`a dialog closes by ${what}, says so once and gives the focus back`, async ({
		components,
	}) => {
		const opener = components.getByRole('button', { name: 'Rename…' });
		await opener.press('Enter');
		await expect(components.getByRole('dialog')).toBeVisible();

		await close(components);

		await expect(components.getByRole('dialog')).toBeHidden();
		await expect(components.getByText('Closed: 1')).toBeVisible();
		await expect(opener).toBeFocused();
	});
}

test('a dialog stays where a press begins within it, even if it slips out', async ({
	components,
}) => {
	await components.getByRole('button', { name: 'Rename…' }).click();
	const dialog = components.getByRole('dialog');
	await dialog.getByRole('heading').click();
	await expect(dialog).toBeVisible();

	await dialog.getByRole('textbox', { name: 'Name' }).hover();
	await components.mouse.down();
	await components.mouse.move(5, 5);
	await components.mouse.up();

	await expect(dialog).toBeVisible();
	await expect(components.getByText('Closed: 0')).toBeAttached();
});

test('a question is busy until it is done, takes no second press and stays where it failed @one-width', async ({
	components,
}) => {
	await components.getByRole('button', { name: 'Empty trash…' }).click();
	const dialog = components.getByRole('dialog', { name: 'Empty trash?' });
	const confirm = dialog.getByRole('button', { name: 'Empty trash' });
	await confirm.click();
	await expect(confirm).toHaveAttribute('aria-busy', 'true');
	await confirm.click({ force: true });
	await expect(components.getByText('Confirmed: 1')).toBeAttached();

	await dialog.getByRole('button', { name: 'Let it fail' }).click();
	await expect(confirm).not.toHaveAttribute('aria-busy');
	await expect(dialog).toBeVisible();

	await confirm.click();
	await dialog.getByRole('button', { name: 'Let it work' }).click();
	await expect(dialog).toBeHidden();
	await expect(components.getByText('Confirmed: 2')).toBeVisible();
});

test('a menu is walked by keys, past what is disabled, and gives the focus back @one-width', async ({
	components,
}) => {
	const more = components.getByRole('button', { name: 'More' });
	const item = (name: string) =>
		components
			.getByRole('menu')
			.getByText(name)
			.locator('xpath=ancestor-or-self::*[starts-with(@role,"menuitem")]');
	await more.press('Enter');
	await expect(item('Rename')).toBeFocused();

	await components.keyboard.press('ArrowDown');
	await expect(item('By name')).toBeFocused();
	await components.keyboard.press('End');
	await expect(item('Move to trash')).toBeFocused();
	await components.keyboard.press('Escape');
	await expect(components.getByRole('menu')).toBeHidden();
	await expect(more).toBeFocused();

	await more.press('Enter');
	await components.keyboard.press('End');
	await components.keyboard.press('Enter');
	await expect(components.getByText('Chosen: trash')).toBeVisible();
	await expect(more).toBeFocused();
});

test('a menu goes by keys and first letters, past what is disabled @one-width', async ({
	components,
}) => {
	const more = components.getByRole('button', { name: 'More' });
	const focused = components.locator('[role^="menuitem"]:focus');
	for (const [keys, name] of [
		[['ArrowDown'], 'By name'],
		[['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'], 'Rename'],
		[['ArrowUp'], 'Move to trash'],
		[['End', 'Home'], 'Rename'],
		[['m'], 'Move to trash'],
		[['A'], 'A link'],
		[['x'], 'Rename'],
	] as const) {
		await more.press('Enter');
		await expect(focused).toHaveText('Rename');

		for (const key of keys) await components.keyboard.press(key);

		await expect(focused).toHaveText(name);
		await components.keyboard.press('Escape');
		await expect(components.getByRole('menu')).toBeHidden();
	}
});

test('a menu says whether it is open, and closes by Tab and by a second press of its button', async ({
	components,
}) => {
	const more = components.getByRole('button', { name: 'More' });
	const menu = components.getByRole('menu', { name: 'File' });
	await expect(more).toHaveAttribute('aria-expanded', 'false');
	await more.click();
	await expect(more).toHaveAttribute('aria-expanded', 'true');

	await components.keyboard.press('Tab');
	await expect(menu).toBeHidden();

	await more.click();
	await expect(menu).toBeVisible();
	await more.click();
	await expect(menu).toBeHidden();
	await expect(more).toHaveAttribute('aria-expanded', 'false');
});

test('a menu does nothing for an item that is disabled @one-width', async ({ components }) => {
	await components.getByRole('button', { name: 'More' }).click();

	await components.getByRole('menu').getByText('Share').click({ force: true });

	await expect(components.getByRole('menu')).toBeVisible();
	await expect(components.getByText('Chosen: nothing')).toBeAttached();
});
