import ToastHost from '$lib/components/notices/ToastHost.svelte';
import { toasts } from '$lib/notices/toasts.svelte';
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { standInForTopLayer } from '../components/ui/top-layer';

beforeAll(standInForTopLayer);
beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	cleanup();
	for (const { id } of toasts.list) toasts.dismiss(id);
	vi.useRealTimers();
});

const texts = () => toasts.list.map(({ text }) => text);

test('a toast is read out, and offers to take back what happened', async () => {
	const run = vi.fn();
	render(ToastHost);

	toasts.show('“Holiday” moved to trash', { action: { label: 'Undo', run } });
	await vi.advanceTimersByTimeAsync(0);

	expect(screen.getByRole('status').textContent).toContain('“Holiday” moved to trash');

	await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));

	expect(run).toHaveBeenCalledTimes(1);
	expect(texts()).toEqual([]);
});

test('an error can carry a line for whoever wants to know more', async () => {
	render(ToastHost);

	toasts.error('Something went wrong on our side.', 'Request id abc');
	await vi.advanceTimersByTimeAsync(0);

	expect(screen.getByRole('status').textContent).toContain('Request id abc');
});

test('a toast leaves by itself, and an error stays longer', () => {
	toasts.show('saved');
	toasts.error('not saved');

	vi.advanceTimersByTime(6_000);
	expect(texts()).toEqual(['not saved']);

	vi.advanceTimersByTime(4_000);
	expect(texts()).toEqual([]);
});

test('a toast waits while somebody reads it', () => {
	toasts.show('saved');

	toasts.hold();
	vi.advanceTimersByTime(60_000);
	expect(texts()).toEqual(['saved']);

	toasts.release();
	vi.advanceTimersByTime(6_000);
	expect(texts()).toEqual([]);
});

test('never more than three cover the page: the oldest goes', () => {
	for (const text of ['one', 'two', 'three', 'four']) toasts.show(text);

	expect(texts()).toEqual(['two', 'three', 'four']);
});
