import type { Page } from 'playwright/test';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectNothingCutOff, test } from './fixtures.ts';
import { Person } from './person.ts';

test.describe('in German', () => {
	test.use({ locale: 'de-DE' });

	test('a person signs in and finds the vault, and no file comes in English @one-width', async ({
		page,
		person,
	}) => {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(new URL(request.url()).pathname.slice(1)));
		const refused: string[] = [];
		page.on('console', (message) => {
			if (message.text().includes('Content Security Policy')) refused.push(message.text());
		});
		await page.goto('/');
		await expect(page.locator('html')).toHaveAttribute('lang', 'de-DE');
		await page.getByLabel('E-Mail').fill(person.email);
		await page.getByLabel('Passwort', { exact: true }).fill(person.password);
		await page.getByRole('button', { name: 'Anmelden' }).click();
		await expect(page.getByText('Dein Tresor ist bereit')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Papierkorb' })).toBeVisible();

		const languages = await page.request.get('/_app/languages.json');
		const { de } = (await languages.json()) as { de: { readonly files: readonly string[] } };
		expect(asked.filter((path) => de.files.includes(path))).toEqual([]);
		// The script that sees to it stands in the page, by leave of the policy.
		expect(refused).toEqual([]);

		await page.goto('/settings');
		await page.getByRole('button', { name: 'Konto löschen …' }).click();
		const dialog = page.getByRole('dialog');
		const go = dialog.getByRole('button', { name: 'Konto löschen' });
		await expect(go).toBeDisabled();
		for (const typed of ['Konto löschen', 'delete account']) {
			await dialog.getByLabel('Gib „konto löschen“ ein, um fortzufahren').fill(typed);
			await expect(go).toBeEnabled();
		}
	});
});

/** What is no sentence: names, units, what Intl says, and the words of AWS for its own things. */
const NAMES =
	/CloudVault|Plans|\S+@\S+|\b(?:[kMG]?B|ISO|ZIP|AWS|RDS|SNS|KMS|us-east-1|English|Deutsch)\b|\b(?:today|yesterday|tomorrow|ago|minutes?|at|[AP]M)\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b|Bulk|Standard(?:-IA)?|Ctrl|Esc|Shift|Enter|Home|End|[a-z.]+\.(?:md|yml)/g;

/** Words of English on the page that are no sentence in the made-up language. */
async function forgottenOn(page: Page): Promise<readonly string[]> {
	const texts = await page.locator('body').evaluate((body) => {
		const found: string[] = [];
		const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
			if (node instanceof Element)
				for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
					found.push(node.getAttribute(name) ?? '');
			else if (node.parentElement?.closest('script, style, code') === null)
				found.push(node.textContent ?? '');
		}
		return found;
	});
	return texts.filter((text) => /[A-Za-z]{2}/.test(text.replaceAll(NAMES, '')));
}

test.describe('in a language that is longer by 40 %', () => {
	test.use({ viewport: { width: 390, height: 844 } });

	test('no screen has a word of English or is wider than a phone @one-width', async ({ vault }) => {
		await new Person(vault).createFolder('Plans');
		await vault.evaluate(() => localStorage.setItem('cloudvault.language', 'en-XA'));
		const screens = ['folders', 'gallery', 'trash', 'settings', 'costs'];
		for (const screen of screens) {
			await vault.goto(`/${screen}`);
			await expect(vault.locator('main [aria-busy=true]')).toHaveCount(0);
			await expect(vault.locator('main').getByText('[').first()).toBeVisible();
			expect.soft(await forgottenOn(vault), screen).toEqual([]);
			await expectNothingCutOff(vault);
		}
	});
});

test.describe('in a Swedish browser', () => {
	test.use({ locale: 'sv-SE' });

	test('a folder of several pages ends with å ä ö, and so does a folder that is made in it @one-width', async ({
		vault,
		person,
		stack,
	}) => {
		const client = new VaultClient(stack, person);
		const { rootId } = await client.open();
		const numbered = Array.from({ length: 250 }, (_, n) => `Mapp ${String(n + 1)}`);
		const names = ['Ål', 'Ärende', 'Zebra', ...numbered];
		for (let start = 0; start < names.length; start += 200) {
			const paths = names.slice(start, start + 200).map((name) => [name]);
			await client.call('ensureFolders', { parentId: rootId, paths });
		}
		const who = new Person(vault);
		await vault.reload();
		await who.row('Mapp 1').click();

		await vault.keyboard.press('End');
		await expect(who.row('Ärende')).toBeFocused();
		await who.createFolder('Ålesund');

		const placeOf = (name: string) => who.row(name).getAttribute('aria-rowindex').then(Number);
		const last = await placeOf('Ärende');
		const order = await Promise.all(['Mapp 250', 'Zebra', 'Ål', 'Ålesund'].map(placeOf));
		expect(order).toEqual([last - 4, last - 3, last - 2, last - 1]);
	});
});
