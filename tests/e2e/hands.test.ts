import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, isPhone, test } from './fixtures.ts';
import { finger, keyboard, mouse, type Hand } from './hands.ts';
import { Person } from './person.ts';

const HANDS = [
	['a mouse', '@one-width', mouse],
	['the keyboard alone', '@one-width', keyboard],
	['a finger', '@phone', finger],
] as const;

for (const [name, only, handOf] of HANDS) {
	test(`one finds, selects, moves, copies, renames, replaces, deletes and takes back by ${name} ${only}`, async ({
		vault,
		person,
		stack,
	}) => {
		const client = new VaultClient(stack, person);
		const { rootId } = await client.open();
		const plans = await client.createFolder(rootId, 'Plans');
		await client.createFolder(rootId, 'Archive');
		await client.uploadAll(
			plans,
			['a report.txt', 'b report.txt', 'note.txt'],
			Buffer.from('bytes'),
		);
		await vault.reload();
		await expect(new Person(vault).row('Plans')).toBeVisible();

		const hand = handOf(vault);
		await find(vault, hand);
		await copyAndRename(vault, hand);
		await replace(vault, hand);
		await trashAndPutBack(vault, hand);
		await walkUpAndDown(vault, hand);
	});

	test(`one who never confirmed and forgot the password comes in by ${name} ${only}`, async ({
		page,
		stack,
	}) => {
		const hand = handOf(page);
		const email = `${randomUUID()}@example.com`;
		const code = () => stack.messages(email)[0]?.code ?? '';
		const press = (button: string) => hand.press(page.getByRole('button', { name: button }));
		await page.goto('/sign-up');
		await hand.write(page.getByLabel('E-mail'), email);
		await hand.write(page.getByLabel('Password', { exact: true }), 'a Password to forget 1');
		await press('Create account');
		await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
		await page.reload();
		await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
		await expect(page.getByText(email)).toBeVisible();

		await page.goto('/reset-password?next=%2Ftrash');
		await expect(page.getByLabel('E-mail')).toHaveValue(email);
		await press('Send code');
		await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
		await hand.write(page.getByLabel('Code'), code());
		await press('Confirm');
		await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
		await page.reload();
		await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
		await hand.write(page.getByLabel('Code'), code());
		await hand.write(page.getByLabel('New password', { exact: true }), 'a new Password 12');
		await press('Change password');

		await expect(page).toHaveURL(/\/sign-in/);
		await expect(page.getByLabel('E-mail')).toHaveValue(email);
		await hand.write(page.getByLabel('Password', { exact: true }), 'a new Password 12');
		await press('Sign in');
		// Where this person wanted to go at first.
		await expect(page).toHaveURL(/\/trash$/);
	});
}

/** By words, a filter and an order; from what was found several are moved as from anywhere, and one leads to its folder. */
async function find(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	await hand.search('plans report');
	await expect(page.getByText('2 results', { exact: true })).toBeVisible();
	await expect(page.locator('mark').first()).toHaveText('report');
	await hand.press(page.getByRole('button', { name: /^Size:/ }));
	await hand.press(page.getByRole('menuitemradio', { name: 'Over 100 MB' }));
	await hand.press(page.getByRole('link', { name: 'Search without filters' }));
	await hand.press(page.getByRole('button', { name: /^Sort:/ }));
	await hand.press(page.getByRole('menuitemradio', { name: 'Name, A to Z' }));
	await expect(page).toHaveURL(/sort=name/);
	await moveAndTakeBack(page, hand);
	await hand.press(page.getByRole('button', { name: 'Clear selection' }));
	await hand.choose(who.row('b report.txt'), 'Show in folder');
	await expect(page).toHaveURL(/\/folders\/.*show=/);
	await expect(who.row('b report.txt')).toHaveAttribute('aria-selected', 'true');
	await hand.press(page.getByRole('button', { name: 'Clear selection' }));
}

/** Several are summed up, moved to where one walks from their own folder, and are back. */
async function moveAndTakeBack(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	await hand.select(who.row('a report.txt'), who.row('b report.txt'));
	const bar = page.getByRole('toolbar', { name: 'Selection' });
	await expect(bar.getByRole('status')).toHaveText('2 items selected');
	await hand.press(bar.getByRole('button', { name: 'Details' }));
	const details = page.getByRole('complementary', { name: 'Details' });
	await expect(details).toContainText('10 B in 2 files');
	await hand.putAway(details.getByRole('button', { name: 'Close details' }));
	await expect(details).toBeHidden();

	await hand.press(bar.getByRole('button', { name: 'Move to…' }));
	const dialog = page.getByRole('dialog');
	await expect(dialog.locator('[aria-current=location]')).toHaveText('Plans');
	await hand.press(dialog.getByRole('button', { name: 'Files', exact: true }));
	await hand.press(dialog.getByRole('button', { name: 'Archive' }));
	await hand.press(dialog.getByRole('button', { name: 'Move here' }));
	await expect(page.getByText(/moved to “.*Archive/)).toBeVisible();
	await hand.undo();
	await expect(page.getByText(/moved to “.*Archive/)).toBeHidden();
	await expect(who.row('b report.txt')).toContainText('Plans');
}

async function copyAndRename(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	await hand.choose(who.row('note.txt'), 'Make a copy');
	await expect(who.row('note (1).txt')).toBeVisible();
	await hand.rename(who.row('note (1).txt'));
	// In place on a desk, in a dialog on a phone.
	const field = page.getByRole('textbox', { name: /^(New name of note \(1\).txt|Name)$/ });
	await expect(field).toBeFocused();
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type('letter.txt');
	await page.keyboard.press('Enter');
	await expect(who.row('letter.txt')).toBeVisible();
}

/** Files that are picked come into the folder on the screen, and the older of a name is kept. */
async function replace(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	await hand.press(page.getByRole('button', { name: 'New', exact: true }));
	const choosing = page.waitForEvent('filechooser');
	await hand.press(page.getByRole('menuitem', { name: 'Upload files' }));
	const buffer = Buffer.from('other bytes');
	await (await choosing).setFiles({ name: 'note.txt', mimeType: 'text/plain', buffer });
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('This name is taken');
	const words = 'Replace (keep old version)';
	await hand.pick(dialog.getByRole('radio', { name: words }), dialog.getByText(words));
	await expectAccessible(page);
	await hand.press(dialog.getByRole('button', { name: 'Continue' }));
	await who.uploaded('1 file stored');
	await hand.press(page.getByRole('button', { name: 'Put the uploads away' }));
	await expect(page.getByRole('complementary', { name: 'Uploads' })).toBeHidden();
	await hand.choose(who.row('note.txt'), 'Details');
	const details = page.getByRole('complementary', { name: 'Details' });
	await expect(details.getByText(/version/i).first()).toBeVisible();
	await hand.putAway(details.getByRole('button', { name: 'Close details' }));
	await expect(details).toBeHidden();
}

async function trashAndPutBack(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	const here = page.url();
	const done = page.waitForResponse((answer) => answer.url().endsWith('/entries/trash'));
	await hand.choose(who.row('letter.txt'), 'Move to trash');
	await done;
	const places = page.getByRole('navigation', { name: 'Places' });
	if (isPhone(page)) {
		await hand.press(places.getByRole('button', { name: 'More' }));
		await hand.press(page.getByRole('dialog').getByRole('link', { name: 'Trash' }));
	} else await hand.press(places.getByRole('link', { name: 'Trash' }));
	await expect(who.row('letter.txt')).toContainText('Files / Plans');
	await expect(who.row('letter.txt')).toContainText(/gone in \d+ days/);
	await hand.choose(who.row('letter.txt'), 'Put back');
	await expect(page.getByText('The trash is empty')).toBeVisible();
	await page.goBack();
	await expect(page).toHaveURL(here);
	await expect(who.row('letter.txt')).toBeVisible();
	// The address names the entry that was looked for, which is shown again.
	await hand.press(page.getByRole('button', { name: 'Clear selection' }));
}

async function walkUpAndDown(page: Page, hand: Hand): Promise<void> {
	const who = new Person(page);
	const path = page.getByRole('navigation', { name: 'Folder path' });
	await hand.press(path.getByRole('link', { name: /^(Up to )?Files$/ }));
	await expect(who.row('Archive')).toBeVisible();
	await hand.open(who.row('Archive'));
	await expect(page.getByText('Nothing in here yet')).toBeVisible();
}
