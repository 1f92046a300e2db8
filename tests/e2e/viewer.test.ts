import type { File } from '#contract/entries';
import type { Locator } from 'playwright/test';
import { BROWSERS, findProgram } from '../../local/setup/programs.js';
import { whileTracingTasks } from '../support/page-tasks.ts';
import type { Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';
import { expect, expectAccessible, resume, test } from './fixtures.ts';
import { Person } from './person.ts';
import { film, pdf, png, wordyPdf } from './pictures.ts';

test('shows photos as thumbnails in list and gallery, and leafs through them', async ({
	vault,
}) => {
	const who = new Person(vault);
	const photo = (name: string, width: number) => ({
		name,
		mimeType: 'image/png',
		buffer: png(width, 800),
	});
	await who.pick([photo('lake.png', 1200), photo('mountain.png', 1300)]);
	await who.uploaded(/2 files/);
	await expect(who.row('lake.png').locator('img')).toBeVisible({ timeout: 30_000 });
	await who.putUploadsAway();

	await who.goTo('Gallery');
	const tiles = vault.getByRole('grid', { name: 'Pictures and films' });
	await expect(tiles.getByRole('img', { name: 'lake.png' })).toBeVisible();
	const width = await tiles
		.getByRole('img', { name: 'lake.png' })
		.evaluate((image: HTMLImageElement) => image.naturalWidth);
	expect(width).toBeLessThanOrEqual(320);
	await expectAccessible(vault);

	await tiles.getByRole('img', { name: 'mountain.png' }).click();
	const viewer = vault.getByRole('dialog', { name: 'mountain.png' });
	await expect(viewer.getByRole('img', { name: 'mountain.png' })).toBeVisible();
	await expectAccessible(vault);
	await vault.keyboard.press('ArrowRight');
	await vault.keyboard.press('ArrowLeft');
	await expect(viewer).toBeVisible();
	await vault.keyboard.press('ArrowRight');
	const last = vault.getByRole('dialog', { name: 'lake.png' });
	await expect(last).toBeVisible();
	await vault.keyboard.press('Escape');
	await expect(last).toBeHidden();
	await expect(vault).toHaveURL(/\/gallery$/);
	await expect(tiles.getByRole('gridcell', { name: 'lake.png' })).toBeFocused();
});

test('draws the pictures that are missing when they are seen, whichever tab stored the files @one-width', async ({
	vault,
	person,
	stack,
	browser,
}) => {
	const who = new Person(vault);
	const names = Array.from({ length: 24 }, (_, at) => `photo ${String(at + 1)}.png`);
	const buffer = png(900, 600);
	await who.pick(names.map((name) => ({ name, mimeType: 'image/png', buffer })));
	await who.uploaded('24 files stored');
	await vault.close({ runBeforeUnload: true });

	const elsewhere = await browser.newContext({ baseURL: stack.siteUrl });
	const page = await elsewhere.newPage();
	await resume(page, person, stack);
	await page.goto('/gallery');
	const tiles = page.getByRole('grid', { name: 'Pictures and films' });
	await expect(tiles.getByRole('img', { name: /^photo/ })).toHaveCount(24);
	const widths = () =>
		tiles
			.locator('img')
			.evaluateAll((images: HTMLImageElement[]) => images.map((it) => it.naturalWidth));
	await expect.poll(widths).toEqual(names.map(() => 320));

	// They are the vault's from now on: the next page finds them all and draws none.
	const read: string[] = [];
	page.on('request', (request) => read.push(new URL(request.url()).pathname));
	await page.reload();
	await expect(tiles.getByRole('img', { name: /^photo/ })).toHaveCount(24);
	expect(read.filter((path) => path.endsWith('/downloads/sign'))).toEqual([]);
	await elsewhere.close();
	const sizes = await sizesOf(stack, person);
	expect(sizes).toEqual(names.map(() => '900 × 600'));
});

/** As the vault keeps them, of all pictures and films. */
async function sizesOf(stack: Stack, person: Parameters<typeof resume>[1]) {
	const request = { only: 'media' };
	const answer = new VaultClient(stack, person).call<{ files: File[] }>('listTimeline', request);
	return (await answer).files.map(
		({ media }) => `${String(media?.width)} × ${String(media?.height)}`,
	);
}

test('gives every kind of file a picture, or a plate that is meant @one-width', async ({
	vault,
	browser,
}) => {
	const who = new Person(vault);
	const drawn = [
		...['photo.heic', 'heic-named.jpg', 'exif-rot6.jpg', 'script.svg'],
		...['moving.apng', 'wide-anim.webp', 'red-means-green.jpg'],
	];
	const without = ['huge-30000.png', 'broken.jpg', 'zero.jpg', 'scan.tif', 'locked.pdf'];
	await vault.evaluate(() => {
		localStorage.setItem('cloudvault.view', JSON.stringify({ sort: 'name', layout: 'grid' }));
	});
	await vault.reload();
	const { longest } = await whileTracingTasks(browser, async () => {
		await who.pick([...drawn, ...without].map((name) => `tests/e2e/files/${name}`));
		await who.uploaded('12 files stored');
		await who.pick([
			{ name: 'paper.pdf', mimeType: 'application/pdf', buffer: wordyPdf },
			{ name: 'main.rs', mimeType: '', buffer: Buffer.from('fn main() {\n\tlet a = 1;\n}\n') },
		]);
		await who.uploaded('2 files stored');
		await who.uploaded('7 pictures drawn, 4 cannot be');
	});
	// Of the processor, so that it does not matter what else the machine does.
	expect(longest.processorMs).toBeLessThan(100);
	await who.putUploadsAway();
	const picture = (name: string) =>
		vault.getByRole('gridcell', { name, exact: true }).locator('img');

	for (const name of [...drawn, 'paper.pdf', 'main.rs']) {
		await expect(picture(name), name).toBeVisible();
		expect(await colours(picture(name)), name).toBeGreaterThan(1);
	}
	const turned = (image: HTMLImageElement) => image.naturalHeight > image.naturalWidth;
	expect(await picture('exif-rot6.jpg').evaluate(turned)).toBe(true);
	// By its colour profile, which calls red what is green.
	const [red = 0, green = 0] = await firstPixel(picture('red-means-green.jpg'));
	expect(green).toBeGreaterThan(2 * red);
	for (const name of without) await expect(picture(name), name).toHaveCount(0);
	await expect(vault).not.toHaveTitle('owned');
	await who.goTo('Gallery');
	await vault.getByRole('img', { name: 'heic-named.jpg' }).click();
	await expect(
		vault.getByRole('dialog').getByRole('img', { name: 'heic-named.jpg' }),
	).toBeVisible();
});

/** Red, green, blue and opacity, of 255 each. */
function firstPixel(picture: Locator): Promise<number[]> {
	return picture.evaluate(async (image: HTMLImageElement) => {
		await image.decode();
		const context = new OffscreenCanvas(1, 1).getContext('2d');
		context?.drawImage(image, 0, 0);
		return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
	});
}

/** How many colours a picture has. */
function colours(picture: Locator): Promise<number> {
	return picture.evaluate(async (image: HTMLImageElement) => {
		await image.decode();
		const { naturalWidth: width, naturalHeight: height } = image;
		const context = new OffscreenCanvas(width, height).getContext('2d');
		context?.drawImage(image, 0, 0);
		const data = context?.getImageData(0, 0, width, height).data.buffer;
		return new Set(new Uint32Array(data ?? new ArrayBuffer(0))).size;
	});
}

test('plays a film and seeks in it by ranges @one-width', async ({ vault, stack, person }) => {
	const who = new Person(vault);
	const buffer = await film(vault);
	await who.pick({ name: 'clip.webm', mimeType: 'video/webm', buffer });
	await who.uploaded(/1 file/);
	const ranged: string[] = [];
	vault.on('request', (request) => {
		const range = request.headers().range;
		if (request.url().startsWith(stack.s3Url) && range) ranged.push(range);
	});

	await who.open('clip.webm');
	const player = vault.locator('video');
	await expect(player).toBeVisible();
	await expect
		.poll(() => player.evaluate((video: HTMLVideoElement) => video.readyState))
		.toBeGreaterThanOrEqual(2);
	await player.evaluate((video: HTMLVideoElement) => {
		video.pause();
		video.currentTime = 1;
	});

	await expect
		.poll(() => player.evaluate((video: HTMLVideoElement) => video.seeking || video.currentTime))
		.toBe(1);
	expect(ranged.length).toBeGreaterThan(0);

	// What its header does not say to us, the browser's player does, and the vault keeps it.
	await expect.poll(() => sizesOf(stack, person)).toEqual(['320 × 180']);
});

test('plays what browsers name in their own way: sound in M4A, a film in Matroska @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	await who.pick(['clip.mkv', 'voice.m4a'].map((name) => `tests/e2e/files/${name}`));
	await who.uploaded('2 files stored');

	for (const [name, tag] of [
		['clip.mkv', 'video'],
		['voice.m4a', 'audio'],
	] as const) {
		await who.open(name);
		const player = vault.getByRole('dialog', { name }).locator(tag);
		await expect
			.poll(() => player.evaluate((media: HTMLMediaElement) => media.duration))
			.toBeGreaterThan(0);
		await vault.keyboard.press('Escape');
		await expect(player).toHaveCount(0);
	}
});

test('shows a PDF by the reader of the browser @one-width', async ({
	playwright,
	launchOptions,
	stack,
	person,
}) => {
	// The engine without windows has no reader.
	const executablePath = findProgram(BROWSERS);
	const whole = await playwright.chromium.launch({
		...launchOptions,
		...(executablePath !== undefined && { executablePath }),
	});
	const page = await whole.newPage({ baseURL: stack.siteUrl, serviceWorkers: 'block' });
	await resume(page, person, stack);
	const who = new Person(page);
	await who.pick([{ name: 'paper.pdf', mimeType: 'application/pdf', buffer: pdf }]);
	await who.uploaded(/1 file stored/);

	await who.open('paper.pdf');
	await expect(page.locator('iframe[title="paper.pdf"]')).toBeVisible();
	await whole.close();
});

test('shows text, and never renders HTML or SVG @one-width', async ({ vault }) => {
	const who = new Person(vault);
	const evil = '<script>document.title = "taken over"</script><h1>hello</h1>';
	await who.pick([
		{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(evil) },
		{
			name: 'drawing.svg',
			mimeType: 'image/svg+xml',
			buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
		},
		{ name: 'readme.md', mimeType: '', buffer: Buffer.from('# Grüße 🌍') },
		{ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
	]);
	await who.uploaded(/4 files stored/);
	await who.putUploadsAway();

	await who.open('readme.md');
	await expect(vault.getByRole('heading', { name: 'Grüße 🌍' })).toBeVisible();
	await vault.getByText('Text', { exact: true }).click();
	await expect(vault.locator('pre')).toHaveText('# Grüße 🌍');
	await vault.keyboard.press('Escape');
	await who.open('empty.txt');
	await expect(vault.getByText('This file is empty.')).toBeVisible();
	await vault.keyboard.press('Escape');
	for (const name of ['page.html', 'drawing.svg']) {
		await who.open(name);
		await expect(vault.locator('pre')).toContainText('<');
		await expect(vault).not.toHaveTitle('taken over');
		await vault.keyboard.press('Escape');
		await expect(vault.getByRole('dialog')).toBeHidden();
	}
});

test('reads a long text range by range, in any encoding, and one endless line in blocks @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	const lines = Array.from({ length: 40_000 }, (_, at) => `${String(at)} ${'word '.repeat(12)}`);
	const text = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/plain', buffer });
	await who.pick([
		text('gbk.txt', Buffer.from('d6d0cec4c2d2c2ebb2e2cad4', 'hex')),
		text('long.log', Buffer.from(lines.join('\n'))),
		text('one-line.json', Buffer.from(JSON.stringify(lines).slice(0, 1_000_000))),
	]);
	await who.uploaded(/3 files stored/);
	await who.putUploadsAway();
	const pre = vault.locator('pre');

	await who.open('gbk.txt');
	await expect(pre).toHaveText('中文乱码测试');
	await expect(vault.getByLabel('Encoding')).toHaveValue('gb18030');
	await vault.getByLabel('Encoding').selectOption('Western (Windows-1252)');
	await expect(pre).toHaveText('ÖÐÎÄÂÒÂë²âÊÔ');
	await vault.keyboard.press('Escape');

	await who.open('long.log');
	await expect(pre).toContainText('0 word');
	await expect(vault.getByText(/^The first 1 MB of 2\.\d MB/)).toBeVisible();
	await expectAccessible(vault);
	await vault.getByRole('button', { name: 'Go to the end' }).click();
	await expect(pre).toContainText('39999 word');
	await expect(pre).not.toContainText('12345 word');
	await vault.getByRole('button', { name: 'Go to the beginning' }).click();
	await expect(pre).toContainText('0 word');
	await expect(async () => {
		await pre.evaluate((element) => element.scrollTo(0, element.scrollHeight));
		await expect(pre).toContainText('39999 word', { timeout: 500 });
	}).toPass();
	await vault.keyboard.press('Escape');

	await who.open('one-line.json');
	await expect(pre).toContainText('0 word');
	// One line of a megabyte took seconds to lay out; in blocks only what is seen is.
	const blocks = await pre
		.locator('span')
		.evaluateAll((all) => all.map((each) => each.textContent.length));
	expect(blocks.length).toBeGreaterThan(60);
	expect(Math.max(...blocks)).toBeLessThanOrEqual(16_384);
});

test('downloads as an attachment under the right name, in any language @one-width', async ({
	vault,
}) => {
	const who = new Person(vault);
	const names = ['Überraschung “neu”.txt', '写真 2025.txt', 'مرحبا.txt', '🏖️.txt'];
	await who.pick(names.map((name) => ({ name, mimeType: 'text/html', buffer: Buffer.from(name) })));
	await who.uploaded(/4 files stored/);
	await who.putUploadsAway();

	for (const name of names) {
		const downloading = vault.waitForEvent('download');
		await who.choose(name, 'Download');
		const download = await downloading;
		expect(download.suggestedFilename()).toBe(name);
		const { headers } = await fetch(download.url());
		expect(headers.get('content-disposition')).toMatch(/^attachment;/);
		expect(headers.get('content-type')).not.toMatch(/html|svg|xml/);
	}

	// While files are on their way a page that navigates is asked whether it may leave, and who stays gets no file.
	const asked: string[] = [];
	vault.on('dialog', (dialog) => {
		asked.push(dialog.type());
		void dialog.dismiss();
	});
	const held = Promise.withResolvers<undefined>();
	await vault.route('**/uploads/complete', async (route) => {
		await held.promise;
		await route.continue();
	});
	await who.pick({ name: 'slow.bin', mimeType: '', buffer: Buffer.from('slow') });
	await who.uploaded('Checking');
	const downloading = vault.waitForEvent('download');
	await who.choose('🏖️.txt', 'Download');
	await downloading;
	expect(asked).toEqual([]);
	held.resolve(undefined);
	await who.uploaded(/1 file stored/);
});
