import { chromium, type Browser } from 'playwright';
import { BROWSER_FOR_TESTS, BROWSERS, findProgram } from '../../local/setup/programs.js';
import { startStack, type Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { onPhoneLine } from './browser/phone.ts';
import { compare, type Pace, type Result } from './compare.ts';

const CPU_SLOWDOWN = 4;
const FOLDERS = 40;
/** What PERFORMANCE asks for, where no other site is named. */
const TARGET_MS = 1_200;

/**
 * B6: from the address to the first list, by a browser that has never been there. `BEFORE=DIRECTORY` names another
 * build of the site, such as that of the commit before: both then run against stacks of their own. It has to paint the
 * same list; without it the reference is the target.
 */
export async function benchLcp({ rounds }: Pace): Promise<Result[]> {
	const before = process.env.BEFORE;
	const executablePath = findProgram([BROWSER_FOR_TESTS, ...BROWSERS]);
	const browser = await chromium.launch({
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
		...(executablePath !== undefined && { executablePath }),
	});
	const sites: Site[] = [];
	try {
		const ours = await openSite();
		sites.push(ours);
		const reference = before === undefined ? undefined : await openSite(before);
		if (reference !== undefined) sites.push(reference);
		return [
			await compare({
				name: 'lcp',
				what: `first list, L2, ${String(CPU_SLOWDOWN)}× slower (B6)`,
				ours: { name: 'ours', run: () => firstList(browser, ours) },
				reference: {
					name: before ?? 'target',
					run: () => (reference === undefined ? TARGET_MS : firstList(browser, reference)),
				},
				targetRatio: 1,
				rounds,
			}),
		];
	} finally {
		await browser.close();
		for (const { stack } of sites) await stack.close();
	}
}

interface Site {
	readonly stack: Stack;
	/** What the browser's storage holds after a sign-in. */
	readonly signedIn: () => Promise<Readonly<Record<string, string>>>;
}

async function openSite(siteDir?: string): Promise<Site> {
	const stack = await startStack({ ...(siteDir !== undefined && { siteDir }), throttles: false });
	const person = await stack.createUser();
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	for (let number = 0; number < FOLDERS; number++)
		await client.call('createFolder', { parentId: rootId, name: `Folder ${String(number)}` });
	const prefix = `CognitoIdentityServiceProvider.${stack.userPoolClientId}`;
	return {
		stack,
		// Each visit uses a refresh token up.
		signedIn: async () => {
			const { email, sub, refreshToken } = await stack.signIn(person);
			return {
				[`${prefix}.LastAuthUser`]: sub,
				[`${prefix}.${sub}.refreshToken`]: refreshToken,
				'cloudvault.account': JSON.stringify({ email, sub, ownsStage: false }),
			};
		},
	};
}

/** Milliseconds from the address until the list has been painted, by the browser's own clock. Checks that it is the list. */
async function firstList(browser: Browser, { stack, signedIn }: Site): Promise<number> {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	try {
		const page = await context.newPage();
		await page.goto(`${stack.siteUrl}/config.json`);
		await page.evaluate((items) => Object.assign(localStorage, items), await signedIn());
		const devtools = await onPhoneLine(context, page);
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
		// Named when it is added, so that the time is that of the paint in which the row was there.
		await page.addInitScript(() => {
			new MutationObserver((_, observer) => {
				if (document.querySelector('[data-entry-id]') === null) return;
				observer.disconnect();
				requestAnimationFrame(() => setTimeout(() => performance.mark('first-list')));
			}).observe(document, { childList: true, subtree: true });
		});
		await page.goto(`${stack.siteUrl}/folders`);
		await page.waitForFunction(() => performance.getEntriesByName('first-list').length > 0);
		const rows = await page.locator('[data-entry-id]').count();
		if (rows < 5) throw new Error(`A list of ${String(rows)} rows is not the list`);
		return await page.evaluate(() => performance.getEntriesByName('first-list')[0]?.startTime ?? 0);
	} finally {
		await context.close();
	}
}
