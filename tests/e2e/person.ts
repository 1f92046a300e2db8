import { expect, type FileChooser, type Locator, type Page } from 'playwright/test';
import { isPhone } from './fixtures.ts';

/** What a person does in the vault, in their words; desk and phone differ only in here. */
export class Person {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	row(name: string): Locator {
		return this.page
			.getByRole('row')
			.filter({ has: this.page.getByRole('button', { name: `More for ${name}`, exact: true }) });
	}

	async goTo(
		place: 'Files' | 'Gallery' | 'Recent' | 'Restored' | 'Trash' | 'Settings' | 'Costs',
	): Promise<void> {
		const { page } = this;
		if (isPhone(page) && ['Restored', 'Trash', 'Settings', 'Costs'].includes(place)) {
			await page.getByRole('button', { name: 'More', exact: true }).click();
			await page.getByRole('dialog').getByRole('link', { name: place }).first().click();
		} else if (place === 'Settings' || place === 'Costs') {
			await page.getByRole('button', { name: /^Account of/ }).click();
			await page.getByRole('menuitem', { name: place }).click();
		} else {
			await page
				.getByRole('navigation', { name: 'Places' })
				.getByRole('link', { name: place })
				.click();
		}
	}

	async createFolder(name: string): Promise<void> {
		await this.page.getByRole('button', { name: 'New', exact: true }).click();
		await this.page.getByRole('menuitem', { name: 'New folder' }).click();
		await this.page.getByRole('dialog').getByLabel('Name').fill(name);
		await this.page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
		await expect(this.row(name)).toBeVisible();
	}

	/** Opens a folder or looks at a file. */
	async open(name: string): Promise<void> {
		await this.row(name).getByRole('link', { name, exact: true }).click();
	}

	/** Chooses from the menu of one entry. */
	async choose(name: string, item: string): Promise<void> {
		await this.row(name).hover();
		await this.row(name)
			.getByRole('button', { name: `More for ${name}`, exact: true })
			.click();
		await this.page.getByRole('menuitem', { name: item }).click();
	}

	/** Until the server has done it, not only the list: the trash that is opened next must hold it. */
	async trash(name: string): Promise<void> {
		const done = this.page.waitForResponse((answer) => answer.url().endsWith('/entries/trash'));
		await this.choose(name, 'Move to trash');
		expect((await done).ok()).toBe(true);
	}

	/** Chooses files, or one whole folder, by the New menu. */
	async pick(
		files: Parameters<FileChooser['setFiles']>[0],
		item: 'Upload files' | 'Upload folder' | 'Take a photo' = 'Upload files',
	): Promise<FileChooser> {
		await this.page.getByRole('button', { name: 'New', exact: true }).click();
		const choosing = this.page.waitForEvent('filechooser');
		await this.page.getByRole('menuitem', { name: item }).click();
		const chooser = await choosing;
		await chooser.setFiles(files);
		return chooser;
	}

	/** Drags files and folders of the device over the page, reads where they would go, and lets go. */
	async drop(paths: string[], folderName: string, over?: Locator): Promise<void> {
		const box = await over?.boundingBox();
		const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [700, 400];
		const browser = await this.page.context().newCDPSession(this.page);
		const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
			browser.send('Input.dispatchDragEvent', {
				type,
				x,
				y,
				data: { items: [], files: paths, dragOperationsMask: 1 },
			});
		await drag('dragEnter');
		await drag('dragOver');
		const target = this.page.getByText(`Drop to put into ${folderName}`);
		await expect(target).toBeVisible();
		// What is dropped counts only where the page has just said yes to it, which the browser may not have heard yet.
		await expect(async () => {
			await drag('dragOver');
			await drag('drop');
			await expect(target).toBeHidden({ timeout: 1000 });
		}).toPass();
	}

	/** Waits until the tray says so. */
	async uploaded(text: RegExp | string): Promise<void> {
		await expect(this.page.getByRole('complementary', { name: 'Uploads' })).toContainText(text, {
			timeout: 80_000,
		});
	}

	async putUploadsAway(): Promise<void> {
		await this.page.getByRole('button', { name: 'Put the uploads away' }).click();
	}

	async askToSignOut(): Promise<void> {
		await this.page.getByRole('button', { name: /^Account of/ }).click();
		await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
	}

	async signOut(): Promise<void> {
		await this.askToSignOut();
		await expect(this.page).toHaveURL(/\/sign-in/);
	}
}
