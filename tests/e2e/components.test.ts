import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { build, preview } from 'vite';
import { expectAccessible, expectNothingCutOff } from './fixtures.ts';

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

test('every component of components/ui has its place on the page', async ({ components }) => {
	const files = await readdir(join(root, 'src/lib/components/ui'));
	const names = files.filter((file) => file.endsWith('.svelte')).map((file) => file.slice(0, -7));

	const shown = await components
		.locator('[data-component]')
		.evaluateAll((sections) => sections.map((section) => section.getAttribute('data-component')));

	expect(shown.toSorted()).toEqual(names.toSorted());
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

test('a dialog begins with what it asks for, keeps the focus and gives it back', async ({
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

test('a dialog closes by a press beside it, and not by one within', async ({ components }) => {
	await components.getByRole('button', { name: 'Rename…' }).click();
	const dialog = components.getByRole('dialog');
	await dialog.getByRole('heading').click();
	await expect(dialog).toBeVisible();

	await components.mouse.click(5, 5);

	await expect(dialog).toBeHidden();
});

test('a menu is walked by keys, past what is disabled, and gives the focus back', async ({
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
	await expect(components.getByRole('status')).toHaveText('Chosen: trash');
	await expect(more).toBeFocused();
});
