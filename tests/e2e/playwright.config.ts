import { defineConfig } from 'playwright/test';
import { BROWSER_FOR_TESTS, BROWSERS, findProgram } from '../../local/setup/programs.js';

/** The system's browser: Playwright's own download is not to be had everywhere. */
const executablePath = findProgram([BROWSER_FOR_TESTS, ...BROWSERS]);

/** The last six keep Chromium from calling home; without a sandbox it runs as root too. */
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Where no language is set, Chromium calls a file `download` whose name is not ASCII. */
const env = { ...process.env, LC_ALL: 'C.UTF-8' };

export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results',
	// One stack, one worker: two cores carry the vault, its database and one browser.
	workers: 1,
	fullyParallel: false,
	timeout: 90_000,
	expect: { timeout: 15_000 },
	reporter: [['list'], ['json']],
	use: {
		// What the sentences are written in.
		locale: 'en-GB',
		launchOptions: { args, env, ...(executablePath !== undefined && { executablePath }) },
		// Nothing moves, so that what is looked at is what stays.
		contextOptions: { reducedMotion: 'reduce' },
		// Recording costs every test what only a failing one gives back: TRACE=1 asks for it.
		trace: process.env.TRACE ? 'retain-on-failure' : 'off',
		screenshot: 'only-on-failure',
		// It loads and compiles the whole site beside every test; shell.test.ts is about it.
		serviceWorkers: 'block',
		actionTimeout: 15_000,
	},
	projects: [
		{
			name: 'desk',
			// A desk has no fingers, and shows at once what a phone leads to.
			grepInvert: /@phone/,
			use: { viewport: { width: 1440, height: 900 } },
		},
		{
			name: 'phone',
			// What these are about is the same at any width, so the desk has shown it: bytes and parts, sessions and mails,
			// headers, keys of a keyboard. Whatever is laid out anew for a phone is looked at on both.
			grepInvert: /@one-width/,
			use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
		},
	],
});
