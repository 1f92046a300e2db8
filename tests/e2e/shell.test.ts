import { unzipSync } from 'fflate';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';

test.use({ serviceWorkers: 'allow' });

test('the shell opens without a network, and fills as soon as there is one @one-width', async ({
	vault,
	context,
}) => {
	await vault.evaluate(() => navigator.serviceWorker.ready);
	await context.setOffline(true);
	await vault.reload();
	await expect(vault.getByRole('heading', { name: 'Your vault does not answer' })).toBeVisible();
	await expect(vault.getByRole('searchbox', { name: 'Search your files' })).toBeVisible();

	await context.setOffline(false);
	await expect(vault.getByText('Your vault is ready')).toBeVisible();
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
