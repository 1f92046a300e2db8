import type { Total } from '#contract/totals';
import CostsScreen from '$lib/components/costs/CostsScreen.svelte';
import { CostsView } from '$lib/costs/costs-view.svelte';
import { ApiError } from '$lib/errors/api-error';
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';

afterEach(cleanup);

const GB = 1024 ** 3;
const films: Total = {
	part: 'current',
	kind: 'video',
	storageClass: 'STANDARD',
	stays: false,
	kept: false,
	files: 1000,
	bytes: 100 * GB,
};
const answers: Record<string, object> = {
	getVaultTotals: {
		vault: [films],
		trash: [{ ...films, bytes: GB }],
		leaving: [],
		derivativeBytes: GB,
		unfinished: { files: 0, bytes: 0 },
	},
	listLargestFolders: { folders: [{ folderId: 'holidays', name: 'Holidays', totals: [films] }] },
};

function viewOver(call: (name: string) => Promise<object>): CostsView {
	return new CostsView({
		call: (endpoint: { readonly name: string }) => call(endpoint.name),
		region: () => Promise.resolve('eu-central-1'),
		vault: { open: () => Promise.resolve({ rootId: 'top' }) },
	});
}

it('says what a month costs now and in 60 days, by the prices of the stage’s region and their day', async () => {
	const view = viewOver((name) => Promise.resolve(answers[name] ?? {}));
	await view.look();

	render(CostsScreen, { view });

	// 100 + 1 + 1 GB at Frankfurt's 2.45 cents; then 100 at 0.405 cents in the archive and thumbnails.
	const sums = screen.getAllByText(/a month now|in 60 days$/, { selector: 'span' });
	expect(sums.map((sum) => sum.textContent)).toEqual(['$2.50 a month now', '$0.43 in 60 days']);
	expect(screen.getByText(/Estimated by the list prices of eu-central-1, checked on/)).toBeTruthy();
	const trash = screen.getByRole('row', { name: /^Trash/ });
	expect(within(trash).getByRole('link').getAttribute('href')).toBe('/trash');
	expect(trash.textContent).toMatch(/\$0\.02.*free/s);
	expect(screen.queryByRole('rowheader', { name: 'Unfinished uploads' })).toBeNull();
});

it('plots twelve months, and gives them as a table too', async () => {
	const view = viewOver((name) => Promise.resolve(answers[name] ?? {}));
	await view.look();

	render(CostsScreen, { view });

	expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
		'$2.51 this month, $0.43 in a year. The table below has each month.',
	);
	expect(screen.getAllByRole('row', { name: /20\d\d/ })).toHaveLength(12);
});

it('links what takes most room, by folder and by kind', async () => {
	const view = viewOver((name) => Promise.resolve(answers[name] ?? {}));
	await view.look();

	render(CostsScreen, { view });

	const hrefs = (list: string) =>
		within(screen.getByRole('list', { name: list }))
			.getAllByRole('link')
			.map((link) => link.getAttribute('href'));
	expect(hrefs('Most room, by folder')).toEqual(['/folders/holidays']);
	expect(hrefs('Most room, by kind')).toEqual(['/gallery']);
});

it('says why it could not be read, and offers to try again', async () => {
	const view = viewOver(() => Promise.reject(new ApiError('offline')));
	await view.look();

	render(CostsScreen, { view });

	expect(screen.getByRole('alert').textContent).toContain('The costs could not be read');
	expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
