import Breadcrumbs from '$lib/components/files/Breadcrumbs.svelte';
// Loaded before a test presses for it.
import '$lib/components/files/FoldersMenu.svelte';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fakeApp } from '../../app/fake-app';
import { renderInApp } from '../../app/render-in-app';
import { standInForLayout } from '../ui/no-layout';
import { standInForTopLayer } from '../ui/top-layer';

beforeAll(() => {
	standInForTopLayer();
	standInForLayout();
});
afterEach(cleanup);

const path = (...names: string[]) => names.map((name) => ({ id: name.toLowerCase(), name }));
const shown = (steps: ReturnType<typeof path> | undefined) =>
	renderInApp(fakeApp(), Breadcrumbs, {
		path: steps,
		hrefOf: (id: string) => `/folders/${id}`,
		ondrop: vi.fn(),
	});

describe('breadcrumbs', () => {
	it('link every folder above, and head the page with the one it is', () => {
		shown(path('Files', 'Reports', '2024'));

		expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
			'/folders/files',
			'/folders/reports',
		]);
		expect(screen.getByRole('heading', { level: 1, name: '2024' })).toBeTruthy();
	});

	it('put the middle of a long way into a menu, where there is no room', async () => {
		shown(path('Files', 'A', 'B', 'C', 'D'));
		expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['Files', 'C']);

		await fireEvent.click(screen.getByRole('button', { name: 'Folders in between' }));

		const items = await screen.findAllByRole('menuitem');
		expect(items.map((item) => item.textContent.trim())).toEqual(['A', 'B']);
		expect(items[0]?.getAttribute('href')).toBe('/folders/a');
	});

	it('show nothing wrong before the way is known', () => {
		shown(undefined);

		expect(screen.queryByRole('heading')).toBeNull();
	});
});
