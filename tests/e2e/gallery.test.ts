import type { File } from '#contract/entries';
import type { Page } from 'playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

const MONTHS = 30;
const OF_A_MONTH = 340;
const PAGE = 200;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Ten thousand pictures over thirty months, newest first, of which every third is upright. They are empty, so that none is drawn. */
const photos = Array.from({ length: MONTHS * OF_A_MONTH }, (_, at): File => {
	const month = new Date(Date.UTC(2024, 11 - Math.floor(at / OF_A_MONTH), 1));
	const day = 28 - Math.floor(((at % OF_A_MONTH) * 28) / OF_A_MONTH);
	const takenAt = new Date(
		month.getTime() + day * 86_400_000 - (at % OF_A_MONTH) * 1000,
	).toISOString();
	const [width, height] = at % 3 === 0 ? [3000, 4000] : [4000, 3000];
	return {
		...{
			kind: 'file',
			id: id(at),
			versionId: id(at),
			parentId: id(99_999),
			name: `${String(at)}.tif`,
		},
		...{ rev: 1, sizeBytes: 0, contentType: 'image/tiff', hasThumb: false, hasPreview: false },
		...{
			createdAt: takenAt,
			updatedAt: takenAt,
			modifiedAt: null,
			trashedAt: null,
			keepsReady: false,
		},
		...{ storageClass: 'STANDARD', restoredUntil: null, readyAbout: null, missingSince: null },
		media: { takenAt, utcOffsetMinutes: 0, durationMs: null, width, height },
	};
});
const dayOf = ({ media }: File) => media?.takenAt?.slice(0, 10) ?? '';

/** The vault answers with these pictures. Returns what it was asked. */
async function serve(page: Page): Promise<URLSearchParams[]> {
	const asked: URLSearchParams[] = [];
	const headers = { 'access-control-allow-origin': new URL(page.url()).origin };
	await page.route('**/files/timeline?*', async (route) => {
		const query = new URL(route.request().url()).searchParams;
		asked.push(query);
		const from = Number(query.get('cursor') ?? 0);
		const to = from + Number(query.get('limit') ?? PAGE);
		const wanted = photos.filter(
			(photo) =>
				dayOf(photo) >= (query.get('takenFrom') ?? '') &&
				dayOf(photo) < (query.get('takenBefore') ?? '9'),
		);
		const nextCursor = to < wanted.length ? String(to) : null;
		await route.fulfill({ headers, json: { files: wanted.slice(from, to), nextCursor } });
	});
	await page.route('**/files/months', async (route) => {
		const months = Map.groupBy(photos, (photo) => dayOf(photo).slice(0, 7));
		const json = { months: [...months].map(([month, { length }]) => ({ month, files: length })) };
		await route.fulfill({ headers, json });
	});
	return asked;
}

test('goes to any month of ten thousand pictures by one request, and what lies above comes without a jump @one-width', async ({
	vault,
}) => {
	const asked = await serve(vault);
	await vault.goto('/gallery');
	const grid = vault.getByRole('grid', { name: 'Pictures and films' });
	const slider = vault.getByRole('slider', { name: 'Go to a month' });
	const top = (name: string) =>
		vault.getByRole('heading', { name, exact: true }).evaluate((heading) => {
			const scroller = heading.closest('[data-scroller]');
			return heading.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
		});
	const scrolled = () => grid.evaluate((scroller) => scroller.scrollTop);
	await expect(slider).toHaveAttribute('max', String(MONTHS - 1));
	await expect(vault.getByRole('heading', { name: 'December 2024' })).toBeVisible();

	// Ten months down, as a finger that lets go there.
	asked.length = 0;
	await slider.fill('10');
	await expect(slider).toHaveAttribute('aria-valuetext', 'February 2024');
	await expect(vault.getByRole('heading', { name: 'February 2024' })).toBeVisible();
	expect(asked[0]?.get('takenBefore')).toBe('2024-03-01');
	// What is newer has come above it by now, and the month stays where it was.
	await expect.poll(scrolled).toBeGreaterThan(0);
	await expect(vault.getByRole('heading', { name: 'February 2024' })).toBeVisible();
	expect(Math.abs(await top('February 2024'))).toBeLessThan(8);
	expect(await grid.getByRole('gridcell').count()).toBeLessThan(300);
	await expectAccessible(vault);

	// A row is filled by pictures in their own form.
	const [row] = await grid
		.locator('.row')
		.evaluateAll((rows) =>
			rows.map((each) =>
				[...each.children]
					.map((tile) => tile.getBoundingClientRect())
					.map(({ width, height }) => width / height),
			),
		);
	for (const form of row ?? []) expect([0.75, 1.33]).toContainEqual(expect.closeTo(form, 1));

	await slider.press('Home');
	await expect(vault.getByRole('heading', { name: 'December 2024' })).toBeVisible();
	expect(await scrolled()).toBe(0);
});
