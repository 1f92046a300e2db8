import { unzipSync } from 'fflate';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Download, Page } from 'playwright/test';
import { VaultClient } from '../support/vault-client.ts';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';

const SIZE = 3000;
/** Two files fit, in bytes. */
const PART_MAX_BYTES = 7000;

test('everything is saved in parts, goes on after the tab was closed, and is what was stored @one-width', async ({
	vault,
	stack,
	person,
	context,
}) => {
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const trip = await client.createFolder(rootId, 'Trip');
	const stored = new Map<string, string>();
	for (const name of ['a.bin', 'b.bin', 'c.bin']) {
		const bytes = randomBytes(SIZE);
		await client.upload(trip, name, bytes);
		stored.set(`Trip/${name}`, sha256(bytes));
	}
	const cut = await withSmallParts(context);
	// The third file, which is the second part, stands still until the tab is gone.
	let reads = 0;
	await context.route(`${stack.s3Url}/**`, (route) => {
		if (route.request().method() !== 'GET') return route.continue();
		reads += 1;
		return reads === stored.size ? undefined : route.continue();
	});

	await vault.reload();
	await new Person(vault).goTo('Settings');
	const saving = vault.waitForEvent('download');
	await vault.getByRole('button', { name: 'Download everything' }).click();
	const first = await unzipped(await saving, /^CloudVault .*, part 1 of 2\.zip$/);
	await expect(everything(vault)).toContainText('1 of 2 parts saved.');
	await expect.poll(() => reads).toBe(stored.size);
	expect(cut()).toBe(1);
	await vault.close();

	const later = await context.newPage();
	await later.goto('/settings');
	await expect(everything(later)).toContainText('3 files');
	const goingOn = later.waitForEvent('download');
	await everything(later).getByRole('button', { name: 'Go on' }).click();
	const second = await unzipped(await goingOn, /^CloudVault .*, part 2 of 2\.zip$/);
	await expect(later.getByText('All 2 parts are saved')).toBeVisible();

	const files = new Map([...first, ...second].filter(([name]) => name.endsWith('.bin')));
	expect(files).toEqual(
		new Map([...stored].map(([name, hash]) => [name, expect.objectContaining({ hash })])),
	);
	expect(first.get('Contents of all parts.csv')?.text.match(/part \d$/gm)).toEqual([
		...['part 1', 'part 1', 'part 2'],
	]);
	expect([...second.keys()]).toEqual(['Contents of part 2 of 2.csv', 'Trip/c.bin']);
});

const everything = (page: Page) => page.getByRole('region', { name: 'Take it with you' });

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a zip holds, by the names in it. */
async function unzipped(download: Download, name: RegExp) {
	expect(download.suggestedFilename()).toMatch(name);
	const members = unzipSync(await readFile(await download.path()));
	return new Map(
		Object.entries(members).map(([path, bytes]) => {
			return [path, { hash: sha256(bytes), text: Buffer.from(bytes).toString() }];
		}),
	);
}

/** Makes parts small by the one number of archive-parts.ts in the built site. Returns how often it was found. */
async function withSmallParts(context: BrowserContext): Promise<() => number> {
	let found = 0;
	await context.route(/\/_app\/.*\.js$/, async (route) => {
		try {
			const answer = await route.fetch();
			const body = (await answer.text()).replaceAll(/\b1e9(?=,\w+=5e4)/g, () => {
				found += 1;
				return String(PART_MAX_BYTES);
			});
			await route.fulfill({ response: answer, body });
		} catch {
			// The page that asked is gone.
		}
	});
	return () => found;
}
