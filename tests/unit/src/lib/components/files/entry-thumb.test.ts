import type { File } from '#contract/entries';
import EntryThumb from '$lib/components/files/EntryThumb.svelte';
import { cleanup, fireEvent } from '@testing-library/svelte';
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

const TILE = 44;

function show(name: string, details: Partial<File>): void {
	const vault = new FakeVaultApi();
	const entry = vault.addFile(name, ROOT_ID, details);
	renderInApp(fakeApp(vault.call), EntryThumb, { entry, iconSize: TILE });
}

test.each([
	['report.pdf', 'application/pdf', 'pdf'],
	['photo.jpg', 'image/jpeg', 'image'],
	['table.csv', 'text/csv', 'sheet'],
	['all.zip', 'application/zip', 'archive'],
])(
	'without a picture %s stands on a plate of the colour of its kind',
	(name, contentType, kind) => {
		show(name, { contentType });

		expect(document.querySelector('.plate')?.getAttribute('data-kind')).toBe(kind);
	},
);

test.each([
	['report.pdf', 'application/pdf', true],
	['notes.txt', 'text/plain', true],
	['photo.jpg', 'image/jpeg', false],
])(
	'the thumbnail of %s is its first page from the top: %s, %s',
	async (name, contentType, isPage) => {
		show(name, { contentType, hasThumb: true });

		const image = await vi.waitFor(() => {
			const found = document.querySelector('img');
			if (found === null) throw new Error('no thumbnail yet');
			return found;
		});
		expect(image.classList.contains('page')).toBe(isPage);
	},
);

test('another picture has an element of its own, which shows nothing of the one before', async () => {
	const vault = new FakeVaultApi();
	const picture = { contentType: 'image/jpeg', hasThumb: true };
	const lake = vault.addFile('lake.jpg', ROOT_ID, picture);
	const sea = vault.addFile('sea.jpg', ROOT_ID, picture);
	const change = renderInApp(fakeApp(vault.call), EntryThumb, { entry: lake });
	const before = await vi.waitUntil(() => document.querySelector('img'));

	await change({ entry: sea });

	const after = await vi.waitUntil(() => {
		const image = document.querySelector('img');
		return image?.src === before.src ? null : image;
	});
	expect(after).not.toBe(before);
});

test('a picture that passes too fast waits, and one that is here stays', async () => {
	const vault = new FakeVaultApi();
	const entry = vault.addFile('lake.jpg', ROOT_ID, { contentType: 'image/jpeg', hasThumb: true });
	const asked = () => vault.requestsOf('openDerivatives').length;
	const change = renderInApp(fakeApp(vault.call), EntryThumb, { entry, passing: true });
	expect(asked()).toBe(0);

	await change({ entry, passing: false });
	const image = await vi.waitUntil(() => document.querySelector('img'));
	await change({ entry, passing: true });
	expect(document.querySelector('img')).toBeNull();
	await change({ entry, passing: false });
	const again = await vi.waitUntil(() => document.querySelector('img'));
	expect(again.src).toBe(image.src);
	await fireEvent.load(again);
	await change({ entry, passing: true });

	expect(document.querySelector('img')).toBe(again);
});
