import type { App } from '$lib/app/app';
import ToastHost from '$lib/components/notices/ToastHost.svelte';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fakeApp } from '../app/fake-app';
import { renderInApp } from '../app/render-in-app';
import { standInForTopLayer } from '../components/ui/top-layer';

let app: App;
let toasts: Toasts;

beforeAll(standInForTopLayer);
beforeEach(() => {
	vi.useFakeTimers();
	app = fakeApp();
	({ toasts } = app);
});
afterEach(() => {
	cleanup();
	vi.useRealTimers();
});

const texts = () => toasts.list.map(({ text }) => text);

test('a toast is read out, and offers to take back what happened', async () => {
	const run = vi.fn();
	renderInApp(app, ToastHost, {});

	toasts.show('“Holiday” moved to trash', { action: { label: 'Undo', run } });
	await vi.advanceTimersByTimeAsync(0);

	expect(screen.getByRole('status').textContent).toContain('“Holiday” moved to trash');

	await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));

	expect(run).toHaveBeenCalledTimes(1);
	expect(texts()).toEqual([]);
});

test('an error can carry a line for a person who wants to know more', async () => {
	renderInApp(app, ToastHost, {});

	toasts.error('Something went wrong on our side.', 'Request id abc');
	await vi.advanceTimersByTimeAsync(0);

	expect(screen.getByRole('status').textContent).toContain('Request id abc');
});

test('a toast that says something newer stays for as long again, and one that has left does not come back', () => {
	const id = toasts.show('kept ready · 1 file so far');
	vi.advanceTimersByTime(5_000);
	toasts.update(id, 'kept ready');
	vi.advanceTimersByTime(5_000);
	expect(texts()).toEqual(['kept ready']);

	vi.advanceTimersByTime(1_000);
	toasts.update(id, 'kept ready');
	expect(texts()).toEqual([]);
});

test('a toast leaves by itself, and an error stays longer', () => {
	toasts.error('not saved');
	toasts.show('saved');

	vi.advanceTimersByTime(6_000);
	expect(texts()).toEqual(['not saved']);

	vi.advanceTimersByTime(4_000);
	expect(texts()).toEqual([]);
});

test('a toast waits while it is being read', () => {
	toasts.show('saved');

	toasts.hold();
	vi.advanceTimersByTime(60_000);
	expect(texts()).toEqual(['saved']);

	toasts.release();
	vi.advanceTimersByTime(6_000);
	expect(texts()).toEqual([]);
});

test.each([
	{ shown: ['one', 'two'], stay: ['two'] },
	{ shown: ['failed: one', 'failed: two'], stay: ['failed: two'] },
	{ shown: ['one', 'failed: two'], stay: ['one', 'failed: two'] },
	{ shown: ['failed: one', 'two', 'three'], stay: ['failed: one', 'three'] },
])(
	'of $shown, $stay stays: one at a time of what went well and of what did not',
	({ shown, stay }) => {
		for (const text of shown)
			toasts.show(text, { tone: text.includes('failed') ? 'error' : 'plain' });

		expect(texts()).toEqual(stay);
	},
);
