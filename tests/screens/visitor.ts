import type { Browser, Locator, Page } from 'playwright';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import { SIZES, type Look } from './looks.ts';
import type { Say } from './words.ts';

/** Who walks through the vault with one look: finds things by what is written on them, in any language. */
export class Visitor {
	readonly page: Page;
	readonly look: Look;
	readonly say: Say;

	constructor(page: Page, look: Look, say: Say) {
		this.page = page;
		this.look = look;
		this.say = say;
	}

	/** A browser of its own with this look, not signed in. */
	static async arrive(browser: Browser, siteUrl: string, look: Look, say: Say): Promise<Visitor> {
		const isPhone = look.width === 390;
		const context = await browser.newContext({
			baseURL: siteUrl,
			viewport: SIZES[look.width],
			colorScheme: look.theme,
			reducedMotion: 'reduce',
			serviceWorkers: 'block',
			...(isPhone && { hasTouch: true, isMobile: true }),
		});
		await context.addInitScript((language) => {
			// A frame of a paper has no storage.
			if (window === window.top) localStorage.setItem('cloudvault.language', language);
		}, look.language);
		const page = await context.newPage();
		page.setDefaultTimeout(15_000);
		page.on('pageerror', (error) => {
			console.error(`${page.url()}: ${error.stack ?? error.message}`);
		});
		return new Visitor(page, look, say);
	}

	get isPhone(): boolean {
		return this.look.width === 390;
	}

	async signIn({ email, password }: Pick<SignedInPerson, 'email' | 'password'>): Promise<void> {
		await this.page.goto('/');
		await this.page.getByLabel(this.say('E-mail')).fill(email);
		await this.page.getByLabel(this.say('Password'), { exact: true }).fill(password);
		await this.button('Sign in').click();
		await this.page.waitForURL(/\/folders/);
		await this.page.getByRole('grid').waitFor();
	}

	async goHome(): Promise<void> {
		await this.page.goto('/folders');
		await this.page.getByRole('grid').waitFor();
	}

	button(name: string, ...values: readonly string[]): Locator {
		return this.page.getByRole('button', { name: this.say(name, ...values), exact: true });
	}

	row(name: string): Locator {
		return this.page.getByRole('row').filter({ has: this.button('More for {0}', name) });
	}

	async openMenuOf(name: string): Promise<void> {
		await this.row(name).hover();
		await this.row(name)
			.getByRole('button', { name: this.say('More for {0}', name) })
			.click();
		await this.page.getByRole('menu').waitFor();
	}

	/** Chooses from the menu of one entry. */
	async choose(name: string, item: string): Promise<void> {
		await this.openMenuOf(name);
		await this.page.getByRole('menuitem', { name: this.say(item), exact: true }).click();
	}

	/** The dialog on top, opened. */
	dialog(): Locator {
		return this.page.getByRole('dialog').last();
	}

	/** Until nothing is on its way any more and every picture is drawn. */
	async settled(): Promise<void> {
		await this.page.waitForLoadState('networkidle').catch(() => undefined); // a film goes on loading
		await this.page.waitForTimeout(400); // what fades in has
	}
}
