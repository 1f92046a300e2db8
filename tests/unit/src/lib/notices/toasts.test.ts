import type { App } from '$lib/app/app';
import ToastHost from '$lib/components/notices/ToastHost.svelte';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
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

test.each([{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, key: 'Z' }])(
	'the keys for it take back what happened last, once: %j',
	async (held) => {
		const [first, last] = [vi.fn(), vi.fn()];
		renderInApp(app, ToastHost, {});
		toasts.show('Moving 450 items', {
			stays: true,
			action: { label: 'Undo', undoes: true, run: first },
		});
		toasts.show('“Holiday” moved to trash', {
			action: { label: 'Undo', undoes: true, run: last },
		});
		toasts.error('No connection');

		await fireEvent.keyDown(document.body, { key: 'z', ...held });

		expect(last).toHaveBeenCalledOnce();
		expect(first).not.toHaveBeenCalled();
		expect(texts()).toEqual(['Moving 450 items', 'No connection']);
	},
);

test('the keys to undo are left to a field, to redoing, and to what cannot be taken back', async () => {
	const run = vi.fn();
	renderInApp(app, ToastHost, {});
	toasts.error('It did not work', 'Request id abc');
	toasts.show('The page is old', { action: { label: 'Reload', run } });
	const field = document.body.appendChild(document.createElement('input'));

	await fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
	toasts.show('moved', { action: { label: 'Undo', undoes: true, run } });
	await fireEvent.keyDown(field, { key: 'z', ctrlKey: true });
	await fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true, shiftKey: true });
	field.remove();

	expect(run).not.toHaveBeenCalled();
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

/** As `Dialog` does it. */
function openDialog(): HTMLDialogElement {
	const dialog = document.body.appendChild(document.createElement('dialog'));
	dialog.innerHTML = '<button>OK</button>';
	dialog.showModal();
	return dialog;
}

test('a toast can be pressed above a dialog: it lies within it, and outlives it', async () => {
	vi.useRealTimers();
	const undo = vi.fn();
	renderInApp(app, ToastHost, {});
	toasts.show('“Holiday” moved to trash', { action: { label: 'Undo', run: undo } });
	await screen.findByRole('button', { name: 'Undo' });
	const home = screen.getByRole('status').parentElement;

	const dialog = openDialog();
	await waitFor(() => expect(dialog.contains(screen.getByRole('status'))).toBe(true));
	const above = openDialog();
	await waitFor(() => expect(above.contains(screen.getByRole('status'))).toBe(true));
	// Svelte takes what it closes out of the page first.
	above.remove();
	above.close();
	await waitFor(() => expect(dialog.contains(screen.getByRole('status'))).toBe(true));
	dialog.remove();
	dialog.close();
	await waitFor(() => expect(screen.getByRole('status').parentElement).toBe(home));

	await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
	expect(undo).toHaveBeenCalledOnce();
});

test('a toast of what is under way stays, and leaves room for what is new', () => {
	const underWay = toasts.show('Moving 450 items to trash', { stays: true });
	toasts.show('saved');
	vi.advanceTimersByTime(60_000);
	expect(texts()).toEqual(['Moving 450 items to trash']);

	toasts.hold();
	toasts.release();
	vi.advanceTimersByTime(60_000);
	expect(texts()).toEqual(['Moving 450 items to trash']);

	toasts.dismiss(underWay);
	expect(texts()).toEqual([]);
});

test('a toast that says something newer keeps the focus', async () => {
	vi.useRealTimers();
	renderInApp(app, ToastHost, {});
	const id = toasts.show('Moving 450 items to trash', { stays: true });
	const dismiss = await screen.findByRole('button', { name: 'Dismiss' });
	const hidden = vi.spyOn(HTMLElement.prototype, 'hidePopover');

	toasts.update(id, 'Moving 450 items to trash: 200 so far');
	await screen.findByText(/200 so far/);

	expect(hidden).not.toHaveBeenCalled();
	expect(screen.getByRole('button', { name: 'Dismiss' })).toBe(dismiss);
});
