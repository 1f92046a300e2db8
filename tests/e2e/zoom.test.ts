import type { Locator, Page } from 'playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { Person } from './person.ts';
import { png } from './pictures.ts';

/** Two pictures, the first of which is shown. */
async function showPicture(vault: Page): Promise<Locator> {
	const who = new Person(vault);
	await who.pick([
		{ name: 'a lake.png', mimeType: 'image/png', buffer: png(1600, 1200) },
		{ name: 'b hill.png', mimeType: 'image/png', buffer: png(1200, 1600) },
	]);
	await who.uploaded(/2 files stored/);
	await who.putUploadsAway();
	await who.open('a lake.png');
	const picture = vault.getByRole('dialog').getByRole('img', { name: 'a lake.png' });
	await expect(picture).toBeVisible();
	await expect(vault.getByRole('group', { name: 'Zoom' })).toBeVisible();
	return picture;
}

async function widthOf(picture: Locator): Promise<number> {
	return (await picture.boundingBox())?.width ?? 0;
}

test('enlarges a picture by buttons, keys, wheel and double click, and looks around in it', async ({
	vault,
}) => {
	const picture = await showPicture(vault);
	const zoom = vault.getByRole('group', { name: 'Zoom' });
	const whole = await widthOf(picture);
	await expect(zoom.getByRole('button', { name: 'Actual size' })).toBeVisible();
	await expectAccessible(vault);

	await zoom.getByRole('button', { name: 'Zoom in' }).click();
	await expect.poll(() => widthOf(picture)).toBeCloseTo(whole * 1.5, 0);
	await zoom.getByRole('button', { name: 'Fit to the screen' }).click();
	await expect.poll(() => widthOf(picture)).toBeCloseTo(whole, 0);

	await zoom.getByRole('button', { name: 'Actual size' }).click();
	const { naturalWidth, ratio } = await picture.evaluate((image: HTMLImageElement) => ({
		naturalWidth: image.naturalWidth,
		ratio: devicePixelRatio,
	}));
	await expect.poll(() => widthOf(picture)).toBeCloseTo(naturalWidth / ratio, 0);
	await expect(zoom).toContainText('100 %');

	await vault.keyboard.press('+');
	await expect(zoom).toContainText('150 %');
	const before = await picture.boundingBox();
	await vault.keyboard.press('ArrowRight');
	await expect.poll(async () => (await picture.boundingBox())?.x).toBeLessThan(before?.x ?? 0);
	await expect(picture).toBeVisible();
	await vault.keyboard.press('0');
	await expect.poll(() => widthOf(picture)).toBeCloseTo(whole, 0);

	const box = await picture.boundingBox();
	const [x, y] = [(box?.x ?? 0) + 40, (box?.y ?? 0) + 40];
	await vault.mouse.move(x, y);
	await vault.mouse.wheel(0, -400);
	await expect.poll(() => widthOf(picture)).toBeGreaterThan(whole * 1.4);
	await vault.mouse.down();
	await vault.mouse.move(x - 30, y - 20);
	await vault.mouse.up();
	await expect(picture).toBeVisible();
	await vault.mouse.dblclick(x, y);
	await expect.poll(() => widthOf(picture)).toBeCloseTo(whole, 0);
	await vault.mouse.dblclick(x, y);
	await expect.poll(() => widthOf(picture)).toBeGreaterThan(whole * 1.9);
});

test('leafs on by keys, strip and full screen, and says where one is', async ({ vault }) => {
	await showPicture(vault);
	const viewer = vault.getByRole('dialog');
	await expect(viewer.getByText('1 of 2')).toBeVisible();

	await vault.keyboard.press('PageDown');
	await expect(viewer.getByText('2 of 2')).toBeVisible();
	await viewer.getByRole('button', { name: 'a lake.png' }).click();
	await expect(viewer.getByText('1 of 2')).toBeVisible();

	await viewer.getByRole('button', { name: 'Full screen' }).click();
	await expect.poll(() => vault.evaluate(() => document.fullscreenElement !== null)).toBe(true);
	await expect(viewer.getByRole('img', { name: 'a lake.png' })).toBeVisible();
	await viewer.getByRole('button', { name: 'Leave full screen' }).click();
	await expect.poll(() => vault.evaluate(() => document.fullscreenElement)).toBe(null);
	await expect(viewer).toBeVisible();
});

test('follows two fingers and a double tap, and leafs on by one finger only while the picture is whole @phone', async ({
	vault,
}) => {
	const picture = await showPicture(vault);
	const whole = await widthOf(picture);
	const session = await vault.context().newCDPSession(vault);
	const touch = (
		type: 'touchStart' | 'touchMove' | 'touchEnd',
		points: readonly (readonly [number, number])[],
	) =>
		session.send('Input.dispatchTouchEvent', {
			type,
			touchPoints: points.map(([x, y], id) => ({ x, y, id })),
		});
	const swipeLeft = async () => {
		await touch('touchStart', [[300, 400]]);
		for (const x of [260, 200, 120, 60]) await touch('touchMove', [[x, 402]]);
		await touch('touchEnd', []);
	};
	const at = [
		[150, 400],
		[240, 400],
	] as const;

	await touch('touchStart', at);
	for (const spread of [10, 30, 50, 70]) {
		await touch('touchMove', [
			[150 - spread, 400],
			[240 + spread, 400],
		]);
	}
	await touch('touchEnd', []);
	await expect.poll(() => widthOf(picture)).toBeGreaterThan(whole * 2);

	const before = await picture.boundingBox();
	await swipeLeft();
	await expect.poll(async () => (await picture.boundingBox())?.x).toBeLessThan(before?.x ?? 0);
	await expect(vault.getByRole('dialog').getByText('1 of 2')).toBeVisible();

	await vault.touchscreen.tap(190, 400);
	await vault.touchscreen.tap(190, 400);
	await expect.poll(() => widthOf(picture)).toBeCloseTo(whole, 0);
	await swipeLeft();
	await expect(vault.getByRole('dialog').getByText('2 of 2')).toBeVisible();
});
