import type { Locator, Page } from 'playwright/test';
import { expect } from './fixtures.ts';

/** What a person does on the screen, by a mouse, by the keyboard alone or by a finger. */
export interface Hand {
	readonly press: (element: Locator) => Promise<void>;
	/** Chooses one of a few that are all in view. */
	readonly pick: (radio: Locator, words: Locator) => Promise<void>;
	/** Into a field that is empty. */
	readonly write: (field: Locator, words: string) => Promise<void>;
	readonly search: (words: string) => Promise<void>;
	/** Chooses from the menu of a row. */
	readonly choose: (row: Locator, item: string) => Promise<void>;
	/** Selects rows that lie below each other, the first and the last of them given. */
	readonly select: (first: Locator, last: Locator) => Promise<void>;
	readonly open: (row: Locator) => Promise<void>;
	readonly rename: (row: Locator) => Promise<void>;
	/** Takes back what happened last. */
	readonly undo: () => Promise<void>;
	/** Puts away what stands beside or above the list. */
	readonly putAway: (button: Locator) => Promise<void>;
}

export function mouse(page: Page): Hand {
	const press = (element: Locator) => element.click();
	const write = async (field: Locator, words: string) => {
		await press(field);
		await page.keyboard.type(words);
	};
	const choose = async (row: Locator, item: string) => {
		await row.click({ button: 'right' });
		await press(page.getByRole('menuitem', { name: item }));
	};
	return {
		press,
		pick: (_, words) => press(words),
		write,
		search: (words) => write(searchBox(page), words),
		choose,
		select: async (first, last) => {
			await boxOf(first).click();
			await boxOf(last).click({ modifiers: ['Shift'] });
		},
		open: (row) => row.dblclick({ position: { x: 400, y: 12 } }),
		rename: (row) => choose(row, 'Rename'),
		undo: () => press(page.getByRole('button', { name: 'Undo' })),
		putAway: press,
	};
}

/** No press of it needs anything but keys: what it presses is reached by Tab, in a list or a menu by arrows. */
export function keyboard(page: Page): Hand {
	const { keyboard: keys } = page;
	const press = async (element: Locator) => {
		if ((await element.getAttribute('role'))?.startsWith('menuitem')) {
			await walkTo(element, () => keys.press('ArrowDown'));
		} else await walkTo(element, () => keys.press('Tab'));
		await keys.press('Enter');
	};
	const goTo = async (row: Locator) => {
		const rows = page.getByRole('grid').locator('[data-entry-id]');
		await expect(row).toBeVisible();
		await walkTo(rows.and(page.locator('[tabindex="0"]')), () => keys.press('Tab'));
		await keys.press('Home');
		await goDown(row, (await rowIndexOf(row)) - FIRST_ROW_INDEX, 'ArrowDown');
	};
	/** The focus follows a key a moment later, so rows are counted. */
	const goDown = async (row: Locator, rows: number, key: string) => {
		for (let n = 0; n < rows; n++) await keys.press(key);
		await expect(row).toBeFocused();
	};
	return {
		press,
		pick: async (radio) => {
			const group = radio.locator('xpath=ancestor::*[@role="radiogroup"]');
			await walkTo(group.locator(':checked'), () => keys.press('Tab'));
			await walkTo(radio, () => keys.press('ArrowRight'));
		},
		write: async (field, words) => {
			await walkTo(field, () => keys.press('Tab'));
			await keys.type(words);
		},
		search: async (words) => {
			await keys.press('/');
			await expect(searchBox(page)).toBeFocused();
			await keys.type(words);
		},
		choose: async (row, item) => {
			await goTo(row);
			await keys.press('Shift+F10');
			await press(page.getByRole('menuitem', { name: item }));
		},
		select: async (first, last) => {
			await goTo(first);
			await goDown(last, (await rowIndexOf(last)) - (await rowIndexOf(first)), 'Shift+ArrowDown');
		},
		open: async (row) => {
			await goTo(row);
			await keys.press('Enter');
		},
		rename: async (row) => {
			await goTo(row);
			await keys.press('F2');
		},
		undo: () => keys.press('Control+Z'),
		putAway: async (button) => {
			await walkTo(button, () => keys.press('Tab'));
			await keys.press('Escape');
		},
	};
}

export function finger(page: Page): Hand {
	const press = (element: Locator) => element.tap();
	const write = async (field: Locator, words: string) => {
		await press(field);
		await page.keyboard.type(words);
	};
	const choose = async (row: Locator, item: string) => {
		await press(row.getByRole('button', { name: /^More for/ }));
		await press(page.getByRole('menuitem', { name: item }));
	};
	return {
		press,
		pick: (_, words) => press(words),
		write,
		search: (words) => write(searchBox(page), words),
		choose,
		select: async (first, last) => {
			await rest(page, first);
			await press(last);
		},
		open: press,
		rename: (row) => choose(row, 'Rename'),
		undo: () => press(page.getByRole('button', { name: 'Undo' })),
		putAway: press,
	};
}

/** Until the row that lies under the finger is selected by it. */
async function rest(page: Page, row: Locator): Promise<void> {
	const { x = 0, y = 0, width = 0, height = 0 } = (await row.boundingBox()) ?? {};
	const browser = await page.context().newCDPSession(page);
	const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
	await browser.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
	await expect(row).toHaveAttribute('aria-selected', 'true');
	await browser.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** The first is that of the header. */
const FIRST_ROW_INDEX = 2;

const rowIndexOf = async (row: Locator) => Number(await row.getAttribute('aria-rowindex'));

/** More steps than this no one would go. */
const STEPS_MAX = 60;

async function walkTo(element: Locator, step: () => Promise<void>): Promise<void> {
	await expect(element).toBeAttached();
	for (let steps = 0; steps < STEPS_MAX; steps++) {
		if (await element.evaluate((found) => found === document.activeElement)) return;
		await step();
	}
	throw new Error(`the keys do not come to ${String(element)}`);
}

const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search your files' });
const boxOf = (row: Locator) => row.getByRole('checkbox');
