import { unzipSync } from 'fflate';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Download, Locator, Page } from 'playwright/test';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { finishRestores } from './finish-restores.ts';
import { test as base, expect, expectAccessible, expectNothingCutOff } from './fixtures.ts';
import { Person } from './person.ts';
import { png } from './pictures.ts';

/** A stack of its own: what its clock does, other tests do not see. */
const test = base.extend<object, { movesClock: true }>({
	movesClock: [true, { scope: 'worker' }],
});

const DAY_MS = 24 * 60 * 60 * 1000;
/** The lifecycle rules leave smaller files where they are. */
const LARGE = 200_000;

const paper = (name: string, letter = 'x') => ({
	name,
	mimeType: 'application/octet-stream',
	buffer: Buffer.alloc(LARGE, letter),
});

const photo = (name: string) => ({
	name,
	mimeType: 'image/png',
	buffer: Buffer.concat([png(640, 480), Buffer.alloc(LARGE)]),
});

async function passDays(stack: Stack, days: number): Promise<void> {
	await stack.advanceClock(days * DAY_MS);
	await stack.settled();
}

const sheet = (page: Page): Locator => page.getByRole('dialog', { name: /^(Restor|Keep)/ });

async function contents(download: Download): Promise<Record<string, Uint8Array>> {
	return unzipSync(await readFile(await download.path()));
}

test('an archived picture stays browsable, is restored, saved by itself, kept longer, and archived again', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.pick([photo('lake.png'), paper('plan.bin')]);
	await who.uploaded(/2 files stored/);
	await expect(who.row('lake.png').locator('img')).toBeVisible({ timeout: 30_000 });
	await passDays(stack, 61);
	await vault.reload();
	await expect(who.row('lake.png').getByText('Archived').locator('visible=true')).toBeVisible();

	await who.goTo('Gallery');
	const tiles = vault.getByRole('grid', { name: 'Pictures and films' });
	await expect(tiles.getByRole('img', { name: 'lake.png' })).toBeVisible();
	await expect(tiles.getByText('Archived')).toBeAttached();
	await tiles.getByRole('img', { name: 'lake.png' }).click();
	const viewer = vault.getByRole('dialog', { name: 'lake.png' });
	await expect(viewer.getByRole('img', { name: 'lake.png' })).toBeVisible();
	await expect(
		viewer.getByText('Full size in 1 minute to 12 hours, from the archive.'),
	).toBeVisible();
	await expectAccessible(vault);

	await viewer.getByRole('button', { name: 'Download' }).click();
	await expect(sheet(vault).getByText('1 file, 297 KB, is archived.')).toBeVisible();
	for (const tier of ['Bulk', 'Standard', 'Expedited']) {
		await expect(sheet(vault).getByRole('radio', { name: new RegExp(tier) })).toBeEnabled();
	}
	await expect(sheet(vault).getByText(/^Estimate by the list prices of/)).toBeVisible();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
	await vault.keyboard.press('Escape');
	await expect(sheet(vault)).toBeHidden();
	await expect(viewer).toBeVisible();

	await viewer.getByRole('button', { name: 'Download' }).click();
	await sheet(vault).getByRole('radio', { name: /Bulk/ }).check();
	await sheet(vault).getByRole('button', { name: 'Restore, then download' }).click();
	await expect(sheet(vault)).toBeHidden();
	await expect(viewer.getByText(/^Full size is being restored, ready/)).toBeVisible();
	await vault.keyboard.press('Escape');
	await who.goTo('Restored');
	await expect(vault.getByRole('region', { name: 'Being restored' })).toContainText('lake.png');

	const downloading = vault.waitForEvent('download');
	await finishRestores(stack, vault);
	expect((await downloading).suggestedFilename()).toBe('lake.png');
	const shelf = vault.getByRole('list', { name: 'Restored files' });
	await expect(shelf.getByText(/^Restored until .* · 297 KB$/)).toBeVisible();
	await expect(vault.getByRole('region', { name: 'Being restored' })).toBeHidden();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);

	await passDays(stack, 4);
	await vault.reload();
	const before = await shelf.getByText(/^Restored until/).textContent();
	await vault.getByRole('button', { name: /^Keep lake.png until/ }).click();
	await expect(vault.getByText(/^1 file restored until/)).toBeVisible();
	await expect(shelf.getByText(/^Restored until/)).not.toHaveText(before ?? '');

	await passDays(stack, 60);
	await vault.reload();
	await expect(vault.getByText('Nothing is restored')).toBeVisible();
	await who.goTo('Files');
	await expect(who.row('lake.png').getByText('Archived').locator('visible=true')).toBeVisible();
});

test('a zip of a folder with archived files goes without them and says so, or waits until they are restored', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.createFolder('Box');
	await who.open('Box');
	await who.pick([paper('old.bin', 'o'), paper('older.bin', 'p')]);
	await who.uploaded(/2 files stored/);
	await who.putUploadsAway();
	await passDays(stack, 61);
	await vault.reload();
	await who.pick([paper('new.bin', 'n')]);
	await who.uploaded(/1 file stored/);
	await who.putUploadsAway();
	await who.goTo('Files');

	await who.choose('Box', 'Download');
	const question = vault.getByRole('dialog', { name: 'Some of it is archived' });
	await expect(question).toContainText('2 of 3 files');
	await expectAccessible(vault);
	const partial = vault.waitForEvent('download');
	await question.getByRole('button', { name: 'Zip without them' }).click();
	const without = await contents(await partial);
	expect(Object.keys(without)).toEqual(['Box/new.bin', 'Left out of this zip.txt']);
	expect(Buffer.from(without['Left out of this zip.txt'] ?? []).toString()).toContain(
		'Box/old.bin (195 KB)\nBox/older.bin (195 KB)',
	);

	await who.choose('Box', 'Download');
	await question.getByRole('button', { name: 'Restore first…' }).click();
	await expect(sheet(vault).getByText('2 files, 391 KB, are archived.')).toBeVisible();
	await sheet(vault)
		.getByRole('radio', { name: /Expedited/ })
		.check();
	await sheet(vault).getByRole('button', { name: 'Restore, then download' }).click();
	await expect(sheet(vault)).toBeHidden();
	await expect(vault.getByText(/^Restoring .*Box.*/)).toBeVisible();
	const whole = vault.waitForEvent('download');
	await finishRestores(stack, vault);
	const all = await contents(await whole);
	expect(Object.keys(all).toSorted()).toEqual(['Box/new.bin', 'Box/old.bin', 'Box/older.bin']);
	expect(Buffer.from(all['Box/old.bin'] ?? []).equals(Buffer.alloc(LARGE, 'o'))).toBe(true);
});

test('an older version is restored by itself, faster on request, and a refusal says what to do', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.pick([paper('plan.bin', 'a')]);
	await who.uploaded(/1 file stored/);
	await who.putUploadsAway();
	await who.pick([paper('plan.bin', 'b')]);
	await vault.getByRole('dialog').getByText('Replace (keep old version)').click();
	await vault.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
	await who.uploaded(/1 file stored/);
	await who.putUploadsAway();
	await passDays(stack, 61);
	await vault.reload();

	await who.choose('plan.bin', 'Details');
	const details = vault.getByRole('complementary', { name: 'Details' });
	const older = details.getByRole('listitem').last();
	await expect(older.getByText('Archived')).toBeVisible();
	await older.getByRole('button', { name: /^Restore the version of/ }).click();
	await sheet(vault).getByRole('radio', { name: /Bulk/ }).check();
	await vault.context().setOffline(true);
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(sheet(vault).getByRole('alert')).toContainText('Check your connection');
	await vault.context().setOffline(false);
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(older.getByText(/^Restoring, ready/)).toBeVisible();
	await expectAccessible(vault);

	await older.getByRole('button', { name: /^Restore the version of/ }).click();
	await expect(sheet(vault).getByText('1 file is being restored already.')).toBeVisible();
	await expect(sheet(vault).getByRole('radio', { name: /Bulk/ })).toBeHidden();
	await sheet(vault)
		.getByRole('radio', { name: /Standard/ })
		.check();
	await sheet(vault).getByRole('button', { name: 'Restore faster' }).click();
	await expect(sheet(vault)).toBeHidden();
	await finishRestores(stack, vault);
	await expect(older.getByText(/^Restored until/)).toBeVisible();
	await expect(details.getByText('Archived. It must be restored before it opens.')).toBeVisible();
});

test('what is kept ready stays out of the archive, and comes back to stay once it was archived', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.pick([paper('kept.bin'), paper('other.bin', 'y')]);
	await who.uploaded(/2 files stored/);

	await who.putUploadsAway();
	await who.row('kept.bin').getByRole('button', { name: 'More for kept.bin' }).click();
	await vault.getByRole('menuitem', { name: 'Details' }).click();
	const details = vault.getByRole('complementary', { name: 'Details' });
	await expect(details.getByText(/^Moves to the archive on \d+ \w{3}/)).toBeVisible();
	await details.getByRole('button', { name: 'Keep ready' }).click();
	await expect(details.getByText(/^Kept ready; from .* on in Standard-IA/)).toBeVisible();
	await expect(details.getByRole('button', { name: 'Let it be archived' })).toBeVisible();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
	await details.getByRole('button', { name: 'Close details' }).click();
	await expect(who.row('kept.bin').getByText('Kept ready')).toBeAttached();

	await passDays(stack, 61);
	await vault.reload();
	await expect(who.row('other.bin').getByText('Archived').locator('visible=true')).toBeVisible();
	await expect(who.row('kept.bin').getByText('Archived')).toHaveCount(0);

	await who.row('other.bin').press(' ');
	const bar = vault.getByRole('toolbar', { name: 'Selection' });
	await expectNothingCutOff(vault);
	await bar.getByRole('button', { name: 'Keep ready' }).click();
	await expect(
		sheet(vault).getByText(/^From then on it stays ready, for .* a month/),
	).toBeVisible();
	await expect(sheet(vault).getByText(/bills each file for 90 days at least/)).toBeVisible();
	await expectAccessible(vault);
	await expectNothingCutOff(vault);
	await sheet(vault).getByRole('button', { name: 'Restore', exact: true }).click();
	await expect(sheet(vault)).toBeHidden();
	await finishRestores(stack, vault);
	await passDays(stack, 30);
	await vault.reload();
	await expect(who.row('other.bin').getByText('Kept ready').first()).toBeAttached();
	await expect(who.row('other.bin').getByText('Archived')).toHaveCount(0);
});

test('goes on with what was under way when the vault was started again and the tab was closed @one-width', async ({
	vault,
	stack,
	person,
	context,
}, testInfo) => {
	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const old = await client.upload(rootId, 'old.bin', Buffer.alloc(LARGE));
	await passDays(stack, 61);
	const trip = await client.createFolder(rootId, 'Trip');
	for (const name of ['a.bin', 'b.bin']) await client.upload(trip, name, Buffer.from(name));
	const who = new Person(vault);
	await vault.reload();

	// A restore, an upload of three parts, a zip of two files, and pictures: each is under way, and none can end.
	const restore = { id: randomUUID(), targets: [{ entryId: old.id }], tier: 'Standard' };
	await client.call('beginRestore', restore);
	const stop = Promise.withResolvers<undefined>();
	const inZip = (url: URL) => url.href.startsWith(stack.s3Url) && url.search.includes('b.bin');
	await vault.route(inZip, async (route) => {
		await stop.promise;
		await route.abort();
	});
	const laterParts = (url: URL) => Number(url.searchParams.get('partNumber')) > 1;
	await vault.route(laterParts, (route) =>
		route.request().method() === 'PUT' ? undefined : route.continue(),
	);
	await vault.route(/\/derivatives\/sign$/, () => undefined);
	const photos = ['1.png', '2.png', '3.png'];
	await who.pick(photos.map((name) => ({ name, mimeType: 'image/png', buffer: png(320, 240) })));
	await who.uploaded('3 files stored');
	const big = testInfo.outputPath('big.bin');
	await writeFile(big, Buffer.alloc(2 * 16 * 1024 * 1024 + 1, 7));
	const firstPart = vault.waitForResponse(
		(answer) => answer.request().method() === 'PUT' && answer.url().includes('partNumber=1'),
	);
	await who.pick(big);
	expect((await firstPart).ok()).toBe(true);
	const asked = vault.waitForRequest((request) => inZip(new URL(request.url())));
	const saving = vault.waitForEvent('download');
	await who.choose('Trip', 'Download');
	await asked;

	await stack.restart();
	await vault.unroute(inZip);
	stop.resolve(undefined);

	expect(Object.keys(await contents(await saving))).toEqual(['Trip/a.bin', 'Trip/b.bin']);
	await vault.close();
	const later = await context.newPage();
	const again = new Person(later);
	const sent: string[] = [];
	later.on('request', (request) => {
		if (request.method() === 'PUT') sent.push(request.url());
	});
	await later.goto('/folders');
	const choosing = later.waitForEvent('filechooser');
	await later.getByRole('button', { name: 'Choose the file again' }).click();
	await (await choosing).setFiles(big);
	await expect(again.row('big.bin')).toBeVisible();
	expect(sent).toHaveLength(2);
	for (const name of photos) await expect(again.row(name).locator('img')).toBeVisible();
	await finishRestores(stack, later);
	await expect(again.row('old.bin').getByText('Restored').locator('visible=true')).toBeVisible();

	await stack.settled();
	expect(await fsck(stack)).toEqual({ ok: true, findings: [] });
});

/** Of the whole stack, however young things are. */
async function fsck({ dataDir }: Stack): Promise<unknown> {
	const options = ['lambdas/fsck.ts', '--json', '--grace', '0', '--data', dataDir];
	const { stdout } = await promisify(execFile)(process.execPath, options).catch(
		(failed: unknown) => failed as { stdout: string },
	);
	return JSON.parse(stdout);
}
