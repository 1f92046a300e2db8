import ConfirmDialog from '$lib/components/ui/ConfirmDialog.svelte';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import DialogExample from './DialogExample.svelte';
import { standInForTopLayer } from './top-layer';

beforeAll(standInForTopLayer);
afterEach(cleanup);

describe('a dialog', () => {
	async function opened() {
		const onclose = vi.fn();
		render(DialogExample, { onclose });
		const opener = screen.getByRole('button', { name: 'Rename' });
		opener.focus();
		await fireEvent.click(opener);
		return {
			onclose,
			opener,
			dialog: await screen.findByRole('dialog', { name: 'Rename folder' }),
		};
	}

	test('begins with what it asks for', async () => {
		await opened();

		expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name' }));
	});

	test.each([
		['its Close button', () => fireEvent.click(screen.getByRole('button', { name: 'Close' }))],
		['its own action', () => fireEvent.click(screen.getByRole('button', { name: 'Save' }))],
		['Escape', () => fireEvent.keyDown(document.body, { key: 'Escape' })],
	])('closes by %s, says so once and gives the focus back', async (_, close) => {
		const { onclose, opener } = await opened();

		await close();

		await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
		expect(onclose).toHaveBeenCalledTimes(1);
		expect(document.activeElement).toBe(opener);
	});

	test('closes by a press beside it', async () => {
		const { dialog } = await opened();

		await fireEvent.pointerDown(dialog);
		await fireEvent.click(dialog);

		await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
	});

	test('stays where a press began inside and slipped out', async () => {
		const { dialog } = await opened();

		await fireEvent.pointerDown(screen.getByRole('textbox', { name: 'Name' }));
		await fireEvent.click(dialog);

		expect(screen.queryByRole('dialog')).not.toBeNull();
	});
});

describe('a question before something final', () => {
	function asked(onconfirm: () => Promise<unknown>) {
		render(ConfirmDialog, {
			open: true,
			title: 'Empty trash?',
			confirmLabel: 'Empty trash',
			danger: true,
			onconfirm,
			children: createRawSnippet(() => ({ render: () => '<p>12 files go.</p>' })),
		});
		return () => screen.getByRole('button', { name: 'Empty trash' });
	}

	test('is busy until it is done, and takes no second press', async () => {
		const done = Promise.withResolvers<undefined>();
		const onconfirm = vi.fn(() => done.promise);
		const button = asked(onconfirm);

		await fireEvent.click(button());
		await fireEvent.click(button());

		expect(button().getAttribute('aria-busy')).toBe('true');
		expect(onconfirm).toHaveBeenCalledTimes(1);

		done.resolve(undefined);

		await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
	});

	test('stays open where it did not work', async () => {
		const button = asked(() => Promise.resolve(false));

		await fireEvent.click(button());

		await waitFor(() => expect(button().getAttribute('aria-busy')).toBeNull());
		expect(screen.queryByRole('dialog')).not.toBeNull();
	});
});
