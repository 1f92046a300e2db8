import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import { longestTaskOfCalmest } from '../support/page-tasks.ts';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, expectNothingCutOff, isPhone, test } from './fixtures.ts';
import { Person } from './person.ts';

test('makes folders within folders, and a deep link to one survives a reload', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Ferien 🏖️');
	await who.open('Ferien 🏖️');
	await who.createFolder('می‌خواهم');
	await who.open('می‌خواهم');
	await expect(vault.getByText('Nothing in here yet')).toBeVisible();
	await who.createFolder('写真');

	await vault.reload();

	await expect(who.row('写真')).toBeVisible();
	await expect(vault).toHaveTitle(/می‌خواهم/);
	await expectAccessible(vault);
	await vault.goBack();
	await expect(who.row('می‌خواهم')).toBeVisible();
});

test('says of a folder how many items it has and how much lies below it', async ({ vault }) => {
	const who = new Person(vault);
	await who.createFolder('Papers');
	await who.open('Papers');
	await who.createFolder('Inner');
	const buffer = Buffer.alloc(2048, 'x');
	await who.pick({ name: 'note.txt', mimeType: 'text/plain', buffer });
	await expect(who.row('note.txt')).toBeVisible();
	await who.uploaded(/1 file/);
	await who.putUploadsAway();
	await expect(vault.getByText('2 items, 2 KB')).toBeVisible();

	await vault.goBack();

	await expect(who.row('Papers')).toContainText('2 items');
	await expect(who.row('Papers')).toContainText('2 KB');
	await expect(vault.getByText('1 item, 2 KB')).toBeVisible();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
	await who.choose('Papers', 'Details');
	await expect(vault.getByText('2 KB in 1 file')).toBeVisible();
});

test('on a phone names the folder above, goes up by one press, and swipes the details away @phone', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Papers');
	await who.open('Papers');
	await who.createFolder('Letters');
	await who.open('Letters');
	await expect(vault.getByText('in Papers')).toBeVisible();
	await who.createFolder('From Ada');

	await who.choose('From Ada', 'Details');
	const details = vault.getByRole('complementary', { name: 'Details' });
	await expect(details).toBeVisible();
	await expect(vault.getByRole('toolbar', { name: 'Selection' })).toBeHidden();
	await expect(details.getByRole('heading', { name: 'Costs' })).toBeVisible();
	const { x, y } = await centreOf(details.getByRole('heading', { name: 'From Ada' }));
	const browser = await vault.context().newCDPSession(vault);
	const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', down = 0) =>
		browser.send('Input.dispatchTouchEvent', {
			type,
			touchPoints: type === 'touchEnd' ? [] : [{ x, y: y + down }],
		});
	await finger('touchStart');
	// It rests before it is lifted: of a fling the browser would take the next tap for its end.
	for (const down of [20, 60, ...Array<number>(12).fill(120)]) {
		await finger('touchMove', down);
		await vault.evaluate(() => new Promise(requestAnimationFrame));
	}
	await finger('touchEnd');
	await expect(details).toBeHidden();

	await vault.getByRole('link', { name: 'Up to Papers' }).tap();
	await expect(who.row('Letters')).toBeVisible();
	await expectAccessible(vault);
});

test('keeps room for the list beside details between a phone and a desk @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Papers');
	await vault.setViewportSize({ width: 768, height: 1024 });

	await who.choose('Papers', 'Details');

	const grid = vault.getByRole('grid');
	const panel = vault.getByRole('complementary', { name: 'Details' });
	await expect(panel).toBeVisible();
	for (const width of [720, 768, 1024, 1440]) {
		await vault.setViewportSize({ width, height: 800 });
		const [list, details] = [await grid.boundingBox(), await panel.boundingBox()];
		expect(list?.width).toBeGreaterThan(280);
		expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(details?.x ?? 0);
		await expectNothingCutOff(vault);
	}
	await expectAccessible(vault);
	await panel.getByRole('button', { name: 'Close details' }).click();
	// 320 is also what is left of 640 at 200 %.
	for (const width of [320, 640]) {
		await vault.setViewportSize({ width, height: 720 });
		await expectNothingCutOff(vault);
		expect(
			await overlapping(vault.locator('header button, header a, main button, main a')),
		).toEqual([]);
	}
});

test('the rail has one left edge @one-width', async ({ vault }) => {
	const places = vault.getByRole('navigation', { name: 'Places' });
	const edges = new Set<number>();
	const marks = [vault.locator('.brand svg'), ...(await places.locator('svg').all())];
	for (const mark of marks) edges.add(Math.round((await mark.boundingBox())?.x ?? -1));

	expect(marks.length).toBeGreaterThan(4);
	expect(edges.size).toBe(1);
});

test('lists the keys when asked by one @one-width', async ({ vault }) => {
	await vault.keyboard.press('?');

	const dialog = vault.getByRole('dialog', { name: 'Keys' });
	await expect(dialog).toContainText('Move to trash');
	// It scrolls by the keys at once, and is not ringed for it.
	await expect(dialog.locator(':focus')).toHaveCSS('outline-style', 'none');
	await expectAccessible(vault);
	await vault.keyboard.press('Escape');
	await expect(dialog).toBeHidden();

	await vault.getByRole('button', { name: /^Account of/ }).click();
	await vault.getByRole('menuitem', { name: 'Keys' }).click();
	await expect(dialog).toBeVisible();
});

test('says what is wrong with a name before it is sent, and after', async ({ vault }) => {
	const who = new Person(vault);
	await who.createFolder('Taxes');
	await vault.getByRole('button', { name: 'New', exact: true }).click();
	await vault.getByRole('menuitem', { name: 'New folder' }).click();
	const dialog = vault.getByRole('dialog');
	for (const [name, words] of [
		['a/b', /\//],
		['..', /name/i],
		['x'.repeat(256), /long|short/i],
		['\u202Egpj.exe', /direction|character/i],
	] as const) {
		await dialog.getByLabel('Name').fill(name);
		await expect(dialog).toContainText(words);
		await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
	}
	await expectAccessible(vault);

	await dialog.getByLabel('Name').fill('  taxes ');
	await dialog.getByRole('button', { name: 'Create' }).click();

	await expect(dialog).toContainText(/already/i);
	await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('renames and moves without touching S3, and undoes a move', async ({ vault, stack }) => {
	const who = new Person(vault);
	await who.createFolder('Inbox');
	await who.createFolder('Archive');
	await who.pick({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') });
	await expect(who.row('note.txt')).toBeVisible();
	await who.uploaded(/1 file/);
	await who.putUploadsAway();
	const toS3: string[] = [];
	vault.on('request', (request) => {
		if (request.url().startsWith(stack.s3Url)) toS3.push(request.url());
	});

	await who.choose('note.txt', 'Rename');
	// In place on a desk, in a dialog on a phone.
	await vault.getByRole('textbox', { name: /^(New name of note.txt|Name)$/ }).fill('letter.txt');
	await vault.keyboard.press('Enter');
	await expect(who.row('letter.txt')).toBeVisible();
	await who.choose('letter.txt', 'Move to…');
	await expectAccessible(vault);
	await vault.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
	await vault.getByRole('dialog').getByRole('button', { name: 'Move here' }).click();
	await expect(who.row('letter.txt')).toBeHidden();
	await expect(vault.getByText(/moved to “.*Archive/)).toBeVisible();
	await who.open('Archive');
	await expect(who.row('letter.txt')).toBeVisible();

	expect(toS3).toEqual([]);
});

test('moves a row by dragging it onto a folder, and back onto the path @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Target');
	await who.createFolder('Dragged');

	const name = vault.getByRole('link', { name: 'Dragged', exact: true });
	await name.dragTo(who.row('Target'));

	await expect(who.row('Dragged')).toBeHidden();
	await who.open('Target');
	await expect(who.row('Dragged')).toBeVisible();

	const path = vault.getByRole('navigation', { name: 'Folder path' });
	await name.dragTo(path.getByRole('link').first());

	await expect(who.row('Dragged')).toBeHidden();
	await path.getByRole('link').first().click();
	await expect(who.row('Dragged')).toBeVisible();
});

test('selects by a lasso, takes back above a dialog, and Back shows the list where it was left @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Folder');
	const names = Array.from({ length: 24 }, (_, n) => `${String(n).padStart(2, '0')}.txt`);
	await who.pick(
		names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })),
	);
	await who.uploaded(/24 files/);
	await who.putUploadsAway();
	await vault.setViewportSize({ width: 1440, height: 500 });
	const selected = vault.locator('[data-entry-id][aria-selected=true]');

	// Beside the name of one, to the edge, where the list scrolls to its end.
	const from = await who.row('02.txt').boundingBox();
	if (from === null) throw new Error('the row is on the screen');
	const x = from.x + from.width / 2;
	await vault.mouse.move(x, from.y + from.height / 2);
	await vault.mouse.down();
	await expect(async () => {
		await vault.mouse.move(x + 40, from.y + 80);
		await vault.mouse.move(x + 40, from.y + 100);
		expect(await selected.count()).toBeGreaterThan(1);
	}).toPass();
	await vault.mouse.move(x + 40, 490, { steps: 3 });
	await expect(who.row('23.txt')).toHaveAttribute('aria-selected', 'true');
	await vault.mouse.up();
	await expect(vault.getByText('22 items selected')).toBeVisible();

	await vault.keyboard.press('Delete');
	await expect(who.row('23.txt')).toBeHidden();
	await vault.keyboard.press('?');
	await expect(vault.getByRole('dialog', { name: /keys/i })).toBeVisible();
	await vault.getByRole('button', { name: 'Undo' }).click();
	await expect(vault.getByRole('dialog', { name: /keys/i })).toBeVisible();
	await vault.keyboard.press('Escape');
	await expect(who.row('02.txt')).toBeVisible();

	const scroller = vault.locator('[data-scroller]');
	await scroller.evaluate((list) => list.scrollTo(0, list.scrollHeight));
	await who.row('23.txt').click();
	await expect(who.row('23.txt')).toBeFocused();
	const scrolled = await scroller.evaluate(({ scrollTop }) => scrollTop);
	expect(scrolled).toBeGreaterThan(0);
	await vault.getByRole('link', { name: 'Trash' }).first().click();
	await expect(vault).toHaveTitle(/Trash/);
	await vault.goBack();
	await expect(who.row('23.txt')).toBeFocused();
	await expect.poll(() => scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(scrolled);

	// Between two tiles, over three of them in their row.
	await vault.keyboard.press('Home');
	await vault.keyboard.press('Escape');
	await vault.getByRole('button', { name: 'Show as grid' }).click();
	const tiles = vault.locator('[data-entry-id]');
	const [first, fourth] = [await tiles.nth(0).boundingBox(), await tiles.nth(3).boundingBox()];
	if (first === null || fourth === null) throw new Error('the tiles are on the screen');
	await vault.mouse.move(first.x + first.width + 6, first.y + 20);
	await vault.mouse.down();
	await expect(async () => {
		await vault.mouse.move(fourth.x + 30, fourth.y + 40);
		await vault.mouse.move(fourth.x + 40, fourth.y + 50);
		expect(await selected.count()).toBe(3);
	}).toPass();
	await vault.mouse.up();
	await expect(vault.getByText('3 items selected')).toBeVisible();
});

test('puts files of the device into the folder on which they are dropped @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.createFolder('Inbox');
	const file = join(await mkdtemp(join(tmpdir(), 'cloudvault-dropped-')), 'letter.txt');
	await writeFile(file, 'a letter');

	await who.drop([file], 'Inbox', who.row('Inbox'));

	await who.uploaded(/1 file/);
	await expect(who.row('Inbox')).toContainText('1 item');
	await expect(who.row('letter.txt')).toBeHidden();

	await who.open('Inbox');
	await expect(who.row('letter.txt')).toBeVisible();
	const top = vault.getByRole('navigation', { name: 'Folder path' }).getByRole('link');
	await who.drop([file], 'Files', top);
	await top.click();
	await expect(who.row('letter.txt')).toBeVisible();

	await vault.getByRole('button', { name: 'Show as grid' }).click();
	const tile = (name: string) => vault.getByRole('gridcell', { name, exact: true });
	const other = file.replace('letter', 'other');
	await writeFile(other, 'another letter');
	// Until it stands still.
	await tile('Inbox').hover();
	await who.drop([other], 'Inbox', tile('Inbox'));
	await tile('Inbox').getByRole('link').click();
	await expect(tile('other.txt')).toBeVisible();
});

test('selects by keyboard and moves the selection to the trash, and undo brings it back @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	for (const name of ['One', 'Three', 'Two']) await who.createFolder(name);

	await who
		.row('One')
		.getByRole('gridcell')
		.last()
		.click({ position: { x: 1, y: 1 } });
	await vault.keyboard.press('Control+a');
	await expect(vault.getByRole('toolbar', { name: 'Selection' })).toContainText('3 items');
	await expectAccessible(vault);
	await vault.keyboard.press('Delete');
	await expect(vault.getByText('Your vault is ready')).toBeVisible();
	await vault.getByRole('button', { name: 'Undo' }).click();

	for (const name of ['One', 'Three', 'Two']) await expect(who.row(name)).toBeVisible();
});

test('renames and opens without a mouse @one-width', async ({ vault }) => {
	const who = new Person(vault);
	await who.createFolder('First');

	await expect(async () => {
		await vault.keyboard.press('Tab');
		await expect(who.row('First')).toBeFocused({ timeout: 50 });
	}).toPass({ intervals: [10] });
	await vault.keyboard.press('F2');
	await expect(vault.getByRole('textbox', { name: 'New name of First' })).toBeFocused();
	await vault.keyboard.press('Control+A');
	await vault.keyboard.type('Renamed');
	await vault.keyboard.press('Enter');
	await expect(who.row('Renamed')).toBeFocused();
	await vault.keyboard.press('Shift+F10');
	await expect(vault.getByRole('menuitem', { name: 'Open' })).toBeFocused();
	await vault.keyboard.press('Enter');
	await expect(vault.getByText('Nothing in here yet')).toBeVisible();
	await vault.goBack();

	await expect(who.row('Renamed')).toBeVisible();
});

test('holds at 360 pixels and in the dark, whatever things are called', async ({ vault }) => {
	const who = new Person(vault);
	await vault.emulateMedia({ colorScheme: 'dark' });
	if (isPhone(vault)) await vault.setViewportSize({ width: 360, height: 740 });
	await who.createFolder(`Ferien 🏖️ مرحبا ${'and on '.repeat(28)}`.trim());
	await who.pick({
		name: `${'x'.repeat(240)}.txt`,
		mimeType: 'text/plain',
		buffer: Buffer.from('x'),
	});
	await who.uploaded(/1 file stored/);
	await expectAccessible(vault);
	await who.putUploadsAway();

	for (const place of ['Recent', 'Gallery', 'Settings', 'Files'] as const) {
		await who.goTo(place);
		await expect(vault.getByRole('main').getByRole('heading').first()).toBeVisible();
		await expectNothingCutOff(vault);
		// The colours are the same on a phone, where the list above has shown the bar.
		if (!isPhone(vault)) await expectAccessible(vault);
	}
	await vault.getByRole('button', { name: 'Show as grid' }).click();
	await expect(vault.getByRole('grid').getByText('xxxx')).toBeVisible();
	await expectNothingCutOff(vault);
});

test('a folder that is not there is a friendly page', async ({ vault }) => {
	await vault.goto('/folders/01900000-0000-7000-8000-000000000000');

	await expect(vault.getByRole('link', { name: /files/i }).first()).toBeVisible();
	await expectAccessible(vault);
});

test('finds by a part of the name over the whole vault', async ({ vault }) => {
	const who = new Person(vault);
	await who.createFolder('Deep');
	await who.open('Deep');
	await who.pick({
		name: 'Steuererklärung 2025.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('%PDF-1.4'),
	});
	await expect(who.row('Steuererklärung 2025.pdf')).toBeVisible();

	await vault.getByRole('searchbox', { name: 'Search your files' }).fill('deep ERKLARUNG');

	await expect(vault).toHaveURL(/\/search/);
	await expect(vault.getByText('1 result', { exact: true })).toBeVisible();
	await expect(vault.locator('mark')).toHaveText('erklärung');
	await expectAccessible(vault);
	await vault.getByRole('button', { name: /^Size:/ }).click();
	await vault.getByRole('menuitemradio', { name: 'Over 100 MB' }).click();
	await vault.getByRole('link', { name: 'Search without filters' }).click();
	await expect(vault.getByRole('button', { name: /^Where:/ })).toBeHidden();
	await who.choose('Steuererklärung 2025.pdf', 'Show in folder');

	await expect(vault).toHaveURL(/\/folders\/.*show=/);
	await expect(who.row('Steuererklärung 2025.pdf')).toHaveAttribute('aria-selected', 'true');
});

/** Pairs of what can be pressed of which one lies over the other, by their names. */
async function overlapping(pressed: Locator): Promise<readonly string[]> {
	return pressed.evaluateAll((all) => {
		const shown = all.filter((element) => element.checkVisibility({ opacityProperty: true }));
		const boxes = shown.map((element) => ({ element, box: element.getBoundingClientRect() }));
		const nameOf = ({ ariaLabel, textContent }: Element) => ariaLabel ?? textContent.trim();
		return boxes.flatMap(({ element, box }, index) =>
			boxes
				.slice(index + 1)
				.filter(
					(other) =>
						Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 1 &&
						Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 1,
				)
				.map((other) => `${nameOf(element)} / ${nameOf(other.element)}`),
		);
	});
}

async function centreOf(element: Locator): Promise<{ x: number; y: number }> {
	const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
	return { x: x + width / 2, y: y + height / 2 };
}

test('End and Home show the ends of a folder of several pages, and the pages between as one scrolls @one-width', async ({
	vault,
	person,
	stack,
	browser,
}) => {
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const names = Array.from({ length: 600 }, (_, n) => `Folder ${String(n + 1)}`);
	for (let start = 0; start < names.length; start += 200) {
		const paths = names.slice(start, start + 200).map((name) => [name]);
		await client.call('ensureFolders', { parentId: rootId, paths });
	}
	const who = new Person(vault);
	const calm = { tries: 3, limitMs: 100 };
	const longestMs = await longestTaskOfCalmest(browser, calm, async () => {
		await vault.reload();
		await who.row('Folder 1').click();
		await vault.keyboard.press('End');
		await expect(who.row('Folder 600')).toBeFocused();
	});

	expect(longestMs).toBeLessThan(calm.limitMs);
	await expect(who.row('Folder 600')).toBeInViewport({ ratio: 1 });
	await expect(who.row('Folder 600')).toHaveAttribute('aria-rowindex', '601');
	const scroller = vault.locator('[data-scroller]');
	// Up into the page before.
	await scroller.evaluate(async (list) => {
		while (list.querySelector('[aria-rowindex="381"]') === null) {
			list.scrollBy(0, -500);
			await new Promise(requestAnimationFrame);
		}
	});
	await expect(who.row('Folder 380')).toHaveAttribute('aria-rowindex', '381');
	await who.row('Folder 380').click();
	await vault.keyboard.press('Home');

	await expect(who.row('Folder 1')).toBeFocused();
	await expect(who.row('Folder 1')).toBeInViewport({ ratio: 1 });

	// By the scroll bar into the middle, which was never loaded from here.
	await vault.keyboard.press('Escape');
	await scroller.evaluate((list) => (list.scrollTop = list.scrollHeight * 0.6));
	await expect(who.row('Folder 366')).toBeInViewport({ ratio: 1 });
	await expect(who.row('Folder 366')).toHaveAttribute('aria-rowindex', '367');
});
