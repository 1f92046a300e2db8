import { unzipSync } from 'fflate';
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright/test';
import { expect, expectAccessible, signIn, test } from './fixtures.ts';
import { Person } from './person.ts';

test.use({ serviceWorkers: 'allow' });

/** Of what the service worker is asked about from now on. */
async function originsAsked(context: BrowserContext): Promise<() => Promise<readonly string[]>> {
	const [worker] = context.serviceWorkers();
	if (worker === undefined) throw new Error('The page has no service worker.');
	await worker.evaluate(() => {
		const origins = new Set<string>();
		addEventListener('fetch', (event) => {
			origins.add(new URL((event as Event & { request: Request }).request.url).origin);
		});
		Object.assign(globalThis, { origins });
	});
	return () =>
		worker.evaluate(() => [...(globalThis as unknown as { origins: Set<string> }).origins]);
}

test('the shell opens without a network, fills as soon as there is one, and is asked for nothing of other origins @one-width', async ({
	vault,
	context,
}) => {
	await vault.evaluate(() => navigator.serviceWorker.ready);
	const asked = await originsAsked(context);
	await context.setOffline(true);
	await vault.reload();
	await expect(vault.getByRole('heading', { name: 'Your vault does not answer' })).toBeVisible();
	await expect(vault.getByRole('searchbox', { name: 'Search your files' })).toBeVisible();

	await context.setOffline(false);
	await expect(vault.getByText('Your vault is ready')).toBeVisible();
	expect(await asked()).toEqual([new URL(vault.url()).origin]);
});

test('names the licence of every package that the site imports @one-width', async ({ request }) => {
	const text = await (await request.get('/licences.txt')).text();

	const imports =
		/import (?!type )[^'"]*from '(?<from>[^'$#.][^']*)'|import\('(?<now>[^'$#.][^']*)'\)/g;
	const packages = new Set<string>();
	for (const file of globSync('src/**/*.{ts,svelte}')) {
		for (const { groups } of (await readFile(file, 'utf8')).matchAll(imports)) {
			const steps = (groups?.from ?? groups?.now ?? '').split('/');
			packages.add(steps.slice(0, steps[0]?.startsWith('@') === true ? 2 : 1).join('/'));
		}
	}
	expect(packages.size).toBeGreaterThan(15);
	const missing = [...packages].filter((name) => !text.includes(`\n${name} `));
	expect(missing).toEqual([]);
});

/** Two of these are more than is zipped in memory, in bytes. */
const SIZE = 5_000_000;

test('a zip of any size is saved through the service worker where the browser has no dialog for it @one-width', async ({
	vault,
}, testInfo) => {
	await vault.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
	await vault.evaluate(() => navigator.serviceWorker.ready);
	await vault.reload();
	const who = new Person(vault);
	const paths = ['one.bin', 'two.bin'].map((name) => testInfo.outputPath(name));
	for (const [index, path] of paths.entries()) await writeFile(path, Buffer.alloc(SIZE, index + 1));
	await who.createFolder('Örtliches (2)');
	await who.open('Örtliches (2)');
	await who.pick(paths);
	await who.uploaded('2 files stored');
	await who.putUploadsAway();
	await who.goTo('Files');

	const downloading = vault.waitForEvent('download');
	await who.choose('Örtliches (2)', 'Download');
	const download = await downloading;

	expect(download.suggestedFilename()).toBe('Örtliches (2).zip');
	const members = unzipSync(await readFile(await download.path()));
	expect(Object.entries(members).map(([name, file]) => [name, file.length, file[0]])).toEqual([
		['Örtliches (2)/one.bin', SIZE, 1],
		['Örtliches (2)/two.bin', SIZE, 2],
	]);
	await expect(vault.getByText('Örtliches (2).zip is saved')).toBeVisible();
});

test('what other apps hand over while signed out waits for the sign-in and for an answer where it goes @one-width', async ({
	vault,
	person,
}) => {
	const who = new Person(vault);
	await vault.evaluate(() => navigator.serviceWorker.ready);
	await who.createFolder('Holiday');
	// As the system does where a file is opened with the installed app.
	await vault.addInitScript(() => {
		const setConsumer = async (consumer: (launch: { files: unknown[] }) => void) => {
			if (sessionStorage.getItem('opened') !== null) return;
			sessionStorage.setItem('opened', 'yes');
			const folder = await navigator.storage.getDirectory();
			const handle = await folder.getFileHandle('opened.txt', { create: true });
			const writer = await handle.createWritable();
			await writer.write('opened');
			await writer.close();
			consumer({ files: [handle] });
		};
		Object.defineProperty(window, 'launchQueue', { value: { setConsumer } });
	});
	// Signing out loads the page anew. A further load would end this one before it has kept what was opened.
	await who.signOut();
	await expect.poll(() => vault.evaluate(countOpened)).toBe(1);
	// As the system does where something is shared with it.
	await vault.evaluate(() => {
		const form = document.createElement('form');
		Object.assign(form, { action: '/share', method: 'POST', enctype: 'multipart/form-data' });
		const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' });
		const transfer = new DataTransfer();
		transfer.items.add(new File(['shared'], 'Grüße.txt', { type: 'text/plain' }));
		input.files = transfer.files;
		form.append(input);
		document.body.append(form);
		form.submit();
	});
	await expect(vault).toHaveURL(/\/sign-in/);
	await vault.reload();

	await signIn(vault, person);
	const question = vault.getByRole('dialog', { name: 'Put 2 files into your vault' });
	await expect(question.getByRole('list', { name: 'From another app' })).toContainText(
		/Grüße\.txt.*opened\.txt/,
	);
	await expectAccessible(vault);
	await question.getByRole('button', { name: 'Holiday' }).click();
	await question.getByRole('button', { name: 'Put here' }).click();
	await who.uploaded('2 files stored');

	await who.open('Holiday');
	await expect(who.row('Grüße.txt')).toBeVisible();
	await expect(who.row('opened.txt')).toBeVisible();
	await expect
		.poll(() => vault.evaluate(async () => (await (await caches.open('shared')).keys()).length))
		.toBe(0);
});

/** In the page: how many files wait that the system has opened with it. */
function countOpened(): Promise<number> {
	return new Promise((resolve) => {
		const opening = indexedDB.open('cloudvault-opened', 1);
		// The page makes it: nothing waits before.
		opening.onupgradeneeded = () => opening.transaction?.abort();
		opening.onerror = () => resolve(0);
		opening.onsuccess = () => {
			const counting = opening.result.transaction('opened').objectStore('opened').count();
			counting.onsuccess = () => {
				opening.result.close();
				resolve(counting.result);
			};
		};
	});
}
