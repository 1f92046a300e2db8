import type { Total } from '#contract/totals';
import CostsScreen from '$lib/components/costs/CostsScreen.svelte';
import { CostsView } from '$lib/costs/costs-view.svelte';
import { ApiError } from '$lib/errors/api-error';
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';

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
		copies: { vault: [], trash: [], leaving: [] },
		derivativeBytes: GB,
		unfinished: { files: 0, bytes: 0 },
	},
	listLargestFolders: {
		folders: [{ folderId: 'holidays', name: 'Holidays', totals: [films], copied: [] }],
	},
};

function viewOver(
	call: (name: string, request: unknown) => Promise<object>,
	ownsStage = false,
): CostsView {
	return new CostsView({
		call: (endpoint: { readonly name: string }, request: unknown) => call(endpoint.name, request),
		session: { ownsStage },
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
	expect(hrefs('Most room, by kind')).toEqual(['/costs?kind=video#by-folder']);
});

it('orders folders by the kind that is chosen, and says where none holds it', async () => {
	const asked: unknown[] = [];
	const view = viewOver((name, request) => {
		if (name !== 'listLargestFolders') return Promise.resolve(answers[name] ?? {});
		asked.push(request);
		return Promise.resolve({ folders: [] });
	});
	await view.show('video');

	render(CostsScreen, { view });

	expect(asked).toEqual([{ folderId: 'top', kind: 'video' }]);
	expect(screen.getByRole('heading', { name: 'Most room, by folder: Films' })).toBeTruthy();
	expect(screen.getByRole('link', { name: /lies directly in Files/ })).toBeTruthy();
	expect(screen.getByRole('link', { name: 'Gallery' })).toBeTruthy();
});

it('shows what was asked for last, where another kind was chosen while it was read', async () => {
	const kinds: unknown[] = [];
	const view = viewOver((name, request) => {
		if (name === 'listLargestFolders') kinds.push((request as { kind: string }).kind);
		return Promise.resolve(answers[name] ?? {});
	});

	await Promise.all([view.show('video'), view.show('image')]);

	expect(kinds).toEqual(['video', 'image']);
	expect(view.costs?.kind).toBe('image');
});

it('says what restoring and deleting all of it means', async () => {
	const archived = { ...films, storageClass: 'GLACIER' as const };
	const vault = { getVaultTotals: { ...answers.getVaultTotals, vault: [archived] } };
	const view = viewOver((name) => Promise.resolve({ ...answers, ...vault }[name] ?? {}));
	await view.look();

	render(CostsScreen, { view });

	const all = screen.getByRole('heading', { name: 'Restoring and deleting all of it' });
	expect(all.parentElement?.textContent).toMatch(/at Bulk, \$[\d.]+ at Standard, for 7 days/);
	expect(all.parentElement?.textContent).toMatch(
		/Saves \$[\d.]+ a month\. Deleting early still costs/,
	);
});

describe('the fixed cost of the stage', () => {
	const shape = { getStageShape: { databaseClass: 'db.t4g.micro', zones: 1 } };
	const answer = (name: string) => Promise.resolve({ ...answers, ...shape }[name] ?? {});

	it('is told line by line to those who run it', async () => {
		const view = viewOver(answer, true);
		await view.look();

		render(CostsScreen, { view });

		expect(screen.getByRole('row', { name: 'Database, db.t4g.micro $13.87' })).toBeTruthy();
		expect(screen.getByText(/a month before the first file, in 1 zone/).textContent).toMatch(
			/\$6\d\./,
		);
	});

	it('is not asked for by others, and its absence hides nothing else', async () => {
		const asked: string[] = [];
		const other = viewOver((name) => (asked.push(name), answer(name)));
		await other.look();
		expect(asked).not.toContain('getStageShape');
		const view = viewOver(
			(name) => (name === 'getStageShape' ? Promise.reject(new ApiError('offline')) : answer(name)),
			true,
		);
		await view.look();

		render(CostsScreen, { view });

		expect(screen.queryByRole('heading', { name: 'The stage itself' })).toBeNull();
		expect(screen.getByRole('heading', { name: 'What it is for' })).toBeTruthy();
	});
});

it('says why it could not be read, and offers to try again', async () => {
	const view = viewOver(() => Promise.reject(new ApiError('offline')));
	await view.look();

	render(CostsScreen, { view });

	expect(screen.getByRole('alert').textContent).toContain('The costs could not be read');
	expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
