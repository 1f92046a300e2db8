import type { File } from '#contract/entries';
import GalleryTile from '$lib/components/gallery/GalleryTile.svelte';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import { FakeVaultApi, ROOT_ID } from '../../vault/fake-vault-api';
import { standInForWindow } from '../ui/no-layout';

vi.hoisted(() => {
	window.matchMedia = () => ({ matches: false, addEventListener: () => undefined }) as never;
});
beforeAll(standInForWindow);
afterEach(cleanup);

const UNKNOWN = {
	takenAt: null,
	utcOffsetMinutes: null,
	durationMs: null,
	width: null,
	height: null,
};

function show(details: Partial<File>) {
	const vault = new FakeVaultApi();
	const file = vault.addFile('clip', ROOT_ID, details);
	const plate = createRawSnippet(() => ({ render: () => '<i>plate</i>' }));
	const [onform, ontoggle] = [vi.fn(), vi.fn()];
	renderInApp(fakeApp(vault.call), GalleryTile, {
		...{ file, selected: false, href: '#there', plate, onform, ontoggle },
	});
	return { onform };
}

test.each([
	['video/mp4', 42_000, '0:42'],
	['video/mp4', null, ''],
	['video/quicktime', 3_725_000, '1:02:05'],
])(
	'a film of %s and %s ms is marked as one, with its length: “%s”',
	(contentType, durationMs, length) => {
		show({ contentType, media: { ...UNKNOWN, durationMs } });

		expect(document.querySelector('.film')?.textContent.trim()).toBe(length);
		expect(document.querySelector('.film svg')).not.toBeNull();
	},
);

test('a picture that has come tells its form', async () => {
	const { onform } = show({ contentType: 'image/jpeg', hasThumb: true });
	const picture = await vi.waitFor(() => screen.getByRole('img', { name: 'clip' }));
	Object.defineProperties(picture, { naturalWidth: { value: 320 }, naturalHeight: { value: 240 } });

	await fireEvent.load(picture);

	expect(onform).toHaveBeenCalledWith(4 / 3);
});

test('a photograph is not marked, and without a picture stands on its plate with its name', () => {
	show({ contentType: 'image/jpeg', media: UNKNOWN });

	expect(document.querySelector('.film')).toBeNull();
	expect(screen.getByText('plate')).toBeTruthy();
	expect(screen.getByText('clip')).toBeTruthy();
});
