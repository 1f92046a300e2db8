import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { whileMeasuringPages } from '../support/page-memory.ts';
import { longestTaskOfCalmest } from '../support/page-tasks.ts';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, isPhone, preflightsToStorage, test } from './fixtures.ts';
import { Person } from './person.ts';
import { png } from './pictures.ts';

const MIB = 1024 * 1024;
const PART = 16 * MIB;

let folder: string;
test.beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'cloudvault-files-'));
});
test.afterAll(async () => {
	await rm(folder, { recursive: true, force: true });
});

const text = (name: string, content = name) => ({
	name,
	mimeType: 'text/plain',
	buffer: Buffer.from(content),
});

function* noise(sizeBytes: number) {
	const block = randomBytes(MIB);
	for (let left = sizeBytes; left > 0; left -= block.length) {
		block.writeUInt32LE(left % 2 ** 32);
		// A copy: the writer may still hold the block when the next one is made.
		yield Buffer.from(block.subarray(0, Math.min(left, block.length)));
	}
}

async function bigFile(name: string, sizeBytes: number): Promise<string> {
	const path = join(folder, name);
	await pipeline(noise(sizeBytes), createWriteStream(path));
	return path;
}

async function hashOfFile(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}

async function hashOfUrl(url: string): Promise<string> {
	const response = await fetch(url);
	const hash = createHash('sha256');
	for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
	return hash.digest('hex');
}

interface Listing {
	readonly entries: readonly { id: string; kind: string; name: string; sizeBytes: number }[];
}

test('stores files of 0 bytes, 1 byte, and one part give or take a byte @one-width', async ({
	vault,
	stack,
	person,
}) => {
	const who = new Person(vault);
	const sizes = { empty: 0, one: 1, below: PART - 1, exact: PART, above: PART + 1 };
	const paths = await Promise.all(
		Object.entries(sizes).map(([name, size]) => bigFile(`${name}.bin`, size)),
	);

	await who.pick(paths);
	await who.uploaded(/5 files stored/);
	// Each part of the one that goes in parts has its own: the others show none by this count.
	expect(preflightsToStorage.length).toBeGreaterThan(0);

	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const { entries } = await client.call<Listing>('listFolder', { folderId: rootId });
	for (const [name, size] of Object.entries(sizes)) {
		const entry = entries.find((candidate) => candidate.name === `${name}.bin`);
		expect(entry?.sizeBytes).toBe(size);
		const stored = await hashOfUrl(await client.downloadUrl(entry?.id ?? ''));
		expect(stored, name).toBe(await hashOfFile(join(folder, `${name}.bin`)));
	}
});

test('stores 300 MB in parallel parts while the person walks about, without holding them @one-width', async ({
	vault,
	stack,
	person,
	browser,
}) => {
	test.slow();
	const who = new Person(vault);
	const path = await bigFile('film.bin', 300_000_000);

	const { grownBytes = 0 } = await whileMeasuringPages(browser, async () => {
		await who.pick(path);
		await expect(vault.getByRole('complementary', { name: 'Uploads' })).toContainText(
			/of 1 · .*B\/s · .*left/,
		);
		await who.goTo('Trash');
		await expect(vault.getByText('The trash is empty')).toBeVisible();
		await who.goTo('Files');
		await who.uploaded(/1 file stored/i);
	});
	// Of 18 parts: one buffer of the worker, a copy of it while it is hashed, and what a page on the way costs.
	expect(grownBytes).toBeLessThan(8 * PART);
	await expect(who.row('film.bin')).toBeVisible();

	const client = new VaultClient(stack, person);
	const { rootId, usage } = await client.open();
	const { entries } = await client.call<Listing>('listFolder', { folderId: rootId });
	expect(usage).toMatchObject({ usedBytes: 300_000_000, reservedBytes: 0 });
	expect(await hashOfUrl(await client.downloadUrl(entries[0]?.id ?? ''))).toBe(
		await hashOfFile(path),
	);
});

test('stores 500 small files in few calls, without a preflight to S3, with few rows and short tasks in the page @one-width', async ({
	vault,
	stack,
	person,
	browser,
}) => {
	test.slow();
	const who = new Person(vault);
	const calls: string[] = [];
	vault.on('request', (request) => {
		const isUpload = request.url().startsWith(`${stack.apiUrl}/uploads/`);
		if (isUpload && request.method() === 'POST') calls.push(request.url());
	});
	const before = preflightsToStorage.length;

	// From the disk: bytes that the test hands over itself are a task of the page.
	const notes = (attempt: number) =>
		Promise.all(
			Array.from({ length: 500 }, async (_, n) => {
				const path = join(folder, `note ${String(n)} of ${String(attempt)}.txt`);
				await writeFile(path, `note number ${String(n)} of ${String(attempt)}`);
				return path;
			}),
		);
	const calm = { tries: 2, limitMs: 100 };
	const files = await Promise.all(Array.from({ length: calm.tries }, (_, index) => notes(index)));
	const longestMs = await longestTaskOfCalmest(browser, calm, async (attempt) => {
		if (attempt > 0) await who.putUploadsAway();
		calls.length = 0;
		await who.pick(files[attempt] ?? []);
		await who.uploaded(/500 files stored/);
	});

	expect(longestMs).toBeLessThan(calm.limitMs);
	const { usage } = await new VaultClient(stack, person).open();
	expect(usage.reservedBytes).toBe(0);
	expect(calls.length).toBeLessThanOrEqual(30);
	expect(preflightsToStorage.slice(before)).toEqual([]);
	await expect.poll(() => vault.locator('[data-entry-id]').count()).toBeGreaterThan(10);
	expect(await vault.locator('[data-entry-id]').count()).toBeLessThanOrEqual(250);
	await expectAccessible(vault);
});

test('takes what is picked before the vault, or the folder, is open @one-width', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	let open = (): void => undefined;
	const waited = new Promise<void>((resolve) => (open = resolve));
	await vault.route(`${stack.apiUrl}/vault/open`, async (route) => {
		if (route.request().method() === 'POST') await waited;
		await route.fallback();
	});
	await vault.reload();

	await who.pick([text('early.txt', 'before the vault was open')]);
	open();

	await who.uploaded(/1 file stored/);
	await expect(who.row('early.txt')).toBeVisible();
	await who.putUploadsAway();

	// Likewise before the folder that was opened is known: it is no longer the one it lies in.
	await who.createFolder('Papers');
	const listed = Promise.withResolvers<undefined>();
	await vault.route(`${stack.apiUrl}/folders/list*`, async (route) => {
		await listed.promise;
		await route.fallback();
	});
	await who.open('Papers');
	await vault.waitForURL(/\/folders\/./);
	await who.pick([text('in-papers.txt', 'before the folder was read')]);
	listed.resolve(undefined);

	await who.uploaded(/1 file stored/);
	await expect(vault.getByRole('heading', { name: 'Papers' })).toBeVisible();
	await expect(who.row('in-papers.txt')).toBeVisible();
});

test('sixty photos named image.jpg become sixty files, though the access token expires @one-width', async ({
	vault,
	stack,
	person,
}) => {
	const who = new Person(vault);
	let refused = 0;
	await vault.route(`${stack.apiUrl}/uploads/complete`, async (route) => {
		if (route.request().method() === 'OPTIONS' || refused > 0) return route.fallback();
		refused += 1;
		return route.fulfill({
			status: 401,
			headers: { 'access-control-allow-origin': stack.siteUrl },
			json: { message: 'Unauthorized' },
		});
	});

	await who.pick(
		Array.from({ length: 60 }, (_, n) => ({ ...text('image.jpg', `photo ${String(n)}`) })),
	);
	await who.uploaded(/60 files stored/);

	const client = new VaultClient(stack, person);
	const { rootId } = await client.open();
	const { entries } = await client.call<Listing>('listFolder', { folderId: rootId });
	expect(new Set(entries.map(({ name }) => name)).size).toBe(60);
	expect(entries.map(({ name }) => name)).toContain('image (59).jpg');
	expect(refused).toBe(1);
});

test('keeps the structure of a folder five levels deep, picked or dropped, with empty folders @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	const top = join(folder, 'Project');
	const deepest = join(top, 'a', 'b', 'c', 'd');
	await mkdir(deepest, { recursive: true });
	await mkdir(join(top, 'a', 'empty', 'emptier'), { recursive: true });
	await writeFile(join(top, 'readme.txt'), 'top');
	await writeFile(join(deepest, 'deep.txt'), 'deep');

	await who.pick(top, 'Upload folder');
	await who.uploaded(/2 files stored/);
	for (const name of ['Project', 'a', 'b', 'c', 'd']) await who.open(name);
	await expect(who.row('deep.txt')).toBeVisible();
	await who.putUploadsAway();

	await who.createFolder('Dropped 🎒');
	await who.open('Dropped 🎒');
	await who.drop([top, join(top, 'readme.txt')], 'Dropped 🎒');
	await who.uploaded(/3 files stored/);
	await expect(who.row('readme.txt')).toBeVisible();
	for (const name of ['Project', 'a', 'empty', 'emptier']) await who.open(name);
	await expect(vault.getByText('Nothing in here yet')).toBeVisible();
	await vault.goBack();
	await vault.goBack();
	for (const name of ['b', 'c', 'd']) await who.open(name);
	await expect(who.row('deep.txt')).toBeVisible();
});

test('takes a picture from the clipboard, and on a phone from the camera', async ({
	vault,
	context,
}) => {
	const who = new Person(vault);
	const picture = png(40, 40);
	if (isPhone(vault)) {
		const photo = { name: 'image.jpg', mimeType: 'image/jpeg', buffer: picture };
		const chooser = await who.pick(photo, 'Take a photo');
		expect(await chooser.element().getAttribute('capture')).toBe('environment');
		await who.uploaded(/1 file stored/);
		await expect(who.row('image.jpg')).toBeVisible();
		return;
	}
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await vault.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		const item = new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) });
		await navigator.clipboard.write([item]);
	}, picture.toString('base64'));

	await vault.keyboard.press('Control+V');

	await who.uploaded(/1 file stored/);
	const pasted = vault
		.getByRole('row')
		.getByRole('link', { name: /^Pasted \d{4}-\d\d-\d\d .*\.png$/ });
	await expect(pasted).toBeVisible();
});

test('asks once about names that are taken, and does what was answered', async ({ vault }) => {
	const who = new Person(vault);
	await who.pick([text('plan.txt', 'first'), text('list.txt', 'first')]);
	await who.uploaded(/2 files/);
	await who.putUploadsAway();

	await who.pick([text('plan.txt', 'second'), text('list.txt', 'second'), text('new.txt')]);
	const dialog = vault.getByRole('dialog');
	await expect(dialog).toContainText(/already has/);
	await expectAccessible(vault);
	await dialog.getByText('Keep both').first().click();
	await dialog.getByRole('button', { name: 'Continue' }).click();

	await expect(who.row('plan (1).txt')).toBeVisible();
	await expect(who.row('list (1).txt')).toBeVisible();
	await expect(who.row('new.txt')).toBeVisible();
});

test('says that the same bytes are already here @one-width', async ({ vault }) => {
	const who = new Person(vault);
	await who.pick(text('same.txt', 'the same'));
	await who.uploaded(/1 file/);
	await who.putUploadsAway();

	await who.pick(text('same.txt', 'the same'));

	await who.uploaded(/already here/i);
});

test('asks before a sign-out ends an upload; cancels it, frees its room, and takes it again', async ({
	vault,
	stack,
	person,
}) => {
	const who = new Person(vault);
	const path = await bigFile('big.bin', 60 * MIB);
	// The parts hang until they are cancelled.
	await vault.route(`${stack.s3Url}/**`, (route) =>
		route.request().method() === 'PUT' ? undefined : route.continue(),
	);

	await who.pick(path);
	await who.askToSignOut();
	const question = vault.getByRole('dialog', { name: 'Uploads are still under way' });
	await expect(question).toBeVisible();
	await expectAccessible(vault);
	await question.getByRole('button', { name: 'Cancel' }).click();
	const tray = vault.getByRole('complementary', { name: 'Uploads' });
	if (isPhone(vault)) await tray.getByRole('button').first().click();
	await tray
		.getByRole('button', { name: /^Cancel/ })
		.first()
		.click();
	await expect(tray).toContainText(/cancelled/i);
	const client = new VaultClient(stack, person);
	await expect.poll(async () => (await client.open()).usage.reservedBytes).toBe(0);

	await vault.unroute(`${stack.s3Url}/**`);
	await tray
		.getByRole('button', { name: /^Retry/ })
		.first()
		.click();
	await expect(who.row('big.bin')).toBeVisible({ timeout: 60_000 });
});

test('downloads while files are uploaded, and is not asked whether to leave @one-width', async ({
	vault,
	stack,
}) => {
	const who = new Person(vault);
	await who.pick(text('stored.txt'));
	await who.uploaded('1 file stored');
	await vault.route(`${stack.s3Url}/**`, (route) =>
		route.request().method() === 'POST' ? undefined : route.continue(),
	);
	await who.pick(text('underway.txt'));
	await who.uploaded('Uploading 1 file');
	const asked: string[] = [];
	vault.on('dialog', (dialog) => {
		asked.push(dialog.type());
		void dialog.dismiss();
	});

	const saving = vault.waitForEvent('download');
	await who.choose('stored.txt', 'Download');

	expect((await saving).suggestedFilename()).toBe('stored.txt');
	expect(asked).toEqual([]);
});

test('waits while the network is gone, and goes on by itself', async ({ vault, context }) => {
	const who = new Person(vault);
	const path = await bigFile('offline.bin', 40 * MIB);
	await who.createFolder('Later');
	await context.setOffline(true);
	await who.pick(path);
	await who.uploaded('No connection. It goes on by itself.');
	await who.open('Later');
	await expect(vault.getByText('This could not be loaded')).toBeVisible();
	await expectAccessible(vault);

	await context.setOffline(false);

	await expect(vault.getByText('Nothing in here yet')).toBeVisible();
	await who.uploaded(/1 file stored/);
	await who.goTo('Files');
	await expect(who.row('offline.bin')).toBeVisible();
});

test('after a reload goes on with only the missing parts', async ({ vault }) => {
	const who = new Person(vault);
	const path = await bigFile('long.bin', 6 * PART);
	// The first three parts arrive; the others hang until the tab is gone.
	const others = (url: URL) => Number(url.searchParams.get('partNumber')) > 3;
	await vault.route(others, (route) =>
		route.request().method() === 'PUT' ? undefined : route.continue(),
	);
	let arrived = 0;
	vault.on('requestfinished', (request) => {
		if (request.method() === 'PUT') arrived += 1;
	});
	await who.pick(path);
	await expect.poll(() => arrived, { timeout: 60_000 }).toBe(3);
	vault.on('dialog', (dialog) => void dialog.accept());
	await vault.reload();
	await vault.unroute(others);
	const sent: string[] = [];
	vault.on('request', (request) => {
		if (request.method() === 'PUT') sent.push(request.url());
	});

	const tray = vault.getByRole('complementary', { name: 'Uploads' });
	await expect(tray).toContainText(/interrupted|choose the file|go on/i);
	const choosing = vault.waitForEvent('filechooser');
	if (isPhone(vault)) await tray.getByRole('button').first().click();
	await tray.getByRole('button', { name: /choose the file again/i }).click();
	await (await choosing).setFiles(path);

	await expect(who.row('long.bin')).toBeVisible({ timeout: 60_000 });
	expect(sent.length).toBeLessThanOrEqual(3);
});
