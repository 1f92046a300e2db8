import TraySummary from '$lib/components/uploads/TraySummary.svelte';
import type { UploadTotals } from '$lib/uploads/batch/upload-totals';
import type { UploadQueue } from '$lib/uploads/queue/upload-queue.svelte';
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';

// jsdom has none, and it is wanted at import.
vi.hoisted(() => {
	const quiet = () => undefined;
	const media = { matches: false, addEventListener: quiet, removeEventListener: quiet };
	window.matchMedia = () => media as unknown as MediaQueryList;
});

afterEach(cleanup);

const MOVING: UploadTotals = {
	fileCount: 12,
	endedCount: 3,
	movingCount: 9,
	failedCount: 0,
	conflictCount: 0,
	neededCount: 0,
	pausedCount: 0,
	fraction: 0.25,
	bytesPerSecond: 3_355_443,
	secondsLeft: 61,
};

function show(totals: Partial<UploadTotals>, beside: object = {}) {
	const batches = [{ filesNeeded: [] }];
	const queue = { totals: { ...MOVING, ...totals }, batches, elsewhere: { list: [] } };
	render(TraySummary, { queue: queue as unknown as UploadQueue, ...beside });
}

it('says in one line how far the uploads are, how fast, and how long it takes', () => {
	show({});

	expect(screen.getByText('Uploading 12 files')).toBeTruthy();
	expect(screen.getByText('3 of 12 · 3.2 MB/s · about a minute left')).toBeTruthy();
	expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
});

it('says no speed before it can be told', () => {
	show({ bytesPerSecond: undefined, secondsLeft: undefined });

	expect(screen.getByText('3 of 12')).toBeTruthy();
});

it('is of a zip where no upload moves, and of the uploads while one does', () => {
	const beside = { title: 'Saving a.zip', detail: '1 MB of 2 MB', fraction: 0.5 };
	show({ movingCount: 0 }, { beside });
	expect(screen.getByText('Saving a.zip')).toBeTruthy();
	expect(screen.getByText('1 MB of 2 MB')).toBeTruthy();

	cleanup();
	show({}, { beside });
	expect(screen.getByText('Uploading 12 files')).toBeTruthy();
});
