import type { Browser, BrowserContext, Locator, Page, Request, Route } from 'playwright';
import type { SignedInPerson } from '../../local/cognito/people.ts';
import type { Stack } from '../support/stack.ts';
import { filesOnDisk } from './files-on-disk.ts';
import type { FileOfKind } from './kinds.ts';
import { isPhone, nameOf, windowOf, type Setting } from './looks.ts';
import { stillness } from './stillness.ts';
import { wordsOf, type Say } from './words.ts';

/** What a browser keeps of a person who has signed in. */
export type SignedInState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Far more than any screen needs to come to rest. */
const SETTLE_DEADLINE_MS = 8000;

/** Who walks through the vault at one width: finds things by what is written on them, in any language. */
export class Visitor {
	readonly page: Page;
	readonly setting: Setting;
	readonly say: Say;
	/** Where folders are that were opened, by their names. */
	readonly folders = new Map<string, string>();
	readonly #storageUrl: string;

	readonly #signedIn: SignedInState | undefined;
	readonly #underway = new Set<Request>();

	constructor(page: Page, setting: Setting, storageUrl: string, signedIn?: SignedInState) {
		this.#signedIn = signedIn;
		this.page = page;
		this.setting = setting;
		this.say = wordsOf(setting.language);
		this.#storageUrl = storageUrl;
		page.on('request', (request) => {
			if (isWaitedFor(request)) this.#underway.add(request);
		});
		page.on('requestfinished', (request) => this.#underway.delete(request));
		page.on('requestfailed', (request) => this.#underway.delete(request));
	}

	/** A browser of its own, not signed in where nothing is said. */
	static async arrive(
		browser: Browser,
		{ siteUrl, s3Url }: Pick<Stack, 'siteUrl' | 's3Url'>,
		setting: Setting,
		signedIn?: SignedInState,
	): Promise<Visitor> {
		const { height, scale } = windowOf(setting);
		const context = await browser.newContext({
			baseURL: siteUrl,
			viewport: { width: setting.width, height },
			deviceScaleFactor: scale ?? 1,
			reducedMotion: 'reduce',
			serviceWorkers: 'block',
			timezoneId: 'UTC',
			...(isPhone(setting) && { hasTouch: true, isMobile: true }),
			...(signedIn && { storageState: signedIn }),
		});
		await context.addInitScript((language) => {
			// A frame of a paper has no storage.
			if (window === window.top) localStorage.setItem('cloudvault.language', language);
		}, setting.language);
		const page = await context.newPage();
		page.setDefaultTimeout(15_000);
		page.on('pageerror', (error) => {
			console.error(`${page.url()}: ${error.stack ?? error.message}`);
		});
		return new Visitor(page, setting, s3Url, signedIn);
	}

	/** Answers what lets the next browser in: the token that this one had is used up. What else a browser has come to keep stays behind. */
	async leave(): Promise<SignedInState> {
		const { cookies, origins } = await this.page.context().storageState();
		await this.page.context().close();
		const known = this.#signedIn?.origins.flatMap(({ localStorage }) => localStorage);
		return {
			cookies,
			origins: origins.map(({ origin, localStorage }) => ({
				origin,
				localStorage: localStorage.filter(
					({ name }) => known?.some((item) => item.name === name) ?? true,
				),
			})),
		};
	}

	/** Different for every setting. */
	get name(): string {
		return nameOf(this.setting);
	}

	async signIn({ email, password }: Pick<SignedInPerson, 'email' | 'password'>): Promise<void> {
		await this.page.goto('/');
		await this.page.getByLabel(this.say('E-mail')).fill(email);
		await this.page.getByLabel(this.say('Password'), { exact: true }).fill(password);
		await this.button('Sign in').click();
		await this.page.waitForURL(/\/folders/);
		await this.page.getByRole('main').getByRole('grid').or(this.emptyTop()).waitFor();
	}

	emptyTop(): Locator {
		return this.page.getByText(this.say('Your vault is ready'));
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

	/** Opens one that is listed. A press while the list still scrolls there would not be taken for one. */
	async open(name: string): Promise<void> {
		const link = this.row(name).getByRole('link', { name, exact: true });
		await link.scrollIntoViewIfNeeded();
		await this.settled();
		await link.click();
	}

	/** Of those that are listed. */
	async openFolder(name: string): Promise<void> {
		await this.open(name);
		await this.page.getByRole('heading', { name, exact: true }).waitFor();
		await this.row(name).waitFor({ state: 'hidden' });
	}

	/** Chooses from the menu of what can be made. */
	async chooseNew(item: string): Promise<void> {
		await this.button('New').click();
		await this.page.getByRole('menuitem', { name: this.say(item), exact: true }).click();
	}

	/** Into the folder on the screen. */
	async upload(files: readonly FileOfKind[]): Promise<void> {
		await this.uploadFrom(await filesOnDisk(files));
	}

	/** The same, of files by their paths. */
	async uploadFrom(paths: readonly string[]): Promise<void> {
		const choosing = this.page.waitForEvent('filechooser');
		await this.chooseNew('Upload files');
		await (await choosing).setFiles([...paths]);
	}

	/** What becomes of requests to S3. */
	async onStorage(answer: (route: Route) => Promise<void>): Promise<void> {
		await this.page.route(`${this.#storageUrl}/**`, answer);
	}

	/** Opens and folds the tray of uploads. */
	trayHead(): Locator {
		return this.page.locator('[aria-controls="upload-list"]');
	}

	/** On a phone it is folded until it is asked for. */
	async openTray(): Promise<void> {
		await this.trayHead().waitFor();
		if ((await this.trayHead().getAttribute('aria-expanded')) === 'false')
			await this.trayHead().click();
	}

	/** The dialog on top, opened. */
	dialog(): Locator {
		return this.page.getByRole('dialog').last();
	}

	/** Takes a picture of the window, or of all that scrolls in it. */
	async picture(isWhole: boolean): Promise<Buffer> {
		if (!isWhole) return this.page.screenshot({ animations: 'disabled' });
		const { width } = this.setting;
		const { height } = windowOf(this.setting);
		const hidden = await this.page.evaluate(() => {
			const boxes = [...document.querySelectorAll('main, main *')].filter((each) =>
				/auto|scroll/.test(getComputedStyle(each).overflowY),
			);
			return Math.max(
				0,
				...boxes.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
			);
		});
		await this.page.setViewportSize({ width, height: height + hidden });
		await this.settled();
		const png = await this.page.screenshot({ animations: 'disabled' });
		await this.page.setViewportSize({ width, height });
		return png;
	}

	/** Until the page is drawn anew, as after its colours have changed. */
	async painted(): Promise<void> {
		await this.page.evaluate(
			() =>
				new Promise((resolve) => {
					requestAnimationFrame(() => setTimeout(resolve, 50));
				}),
		);
	}

	/** Until nothing is on its way any more, nothing moves, and every picture is drawn. */
	async settled(): Promise<void> {
		const deadline = Date.now() + SETTLE_DEADLINE_MS;
		do await this.page.evaluate(stillness, SETTLE_DEADLINE_MS);
		while (this.#underway.size > 0 && Date.now() < deadline);
	}
}

/** A film goes on loading, and what is sent may be held back on purpose. */
const isWaitedFor = (request: Request): boolean =>
	request.resourceType() !== 'media' && request.method() !== 'PUT';
