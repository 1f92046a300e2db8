import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import MenuExample from './MenuExample.svelte';
import { standInForTopLayer } from './top-layer';

beforeAll(standInForTopLayer);
afterEach(cleanup);

const onselect = vi.fn<(name: string) => void>();
const trigger = () => screen.getByRole('button', { name: 'More' });
const item = (name: string) => screen.getByRole('menuitem', { name });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

beforeEach(() => {
	onselect.mockClear();
});

async function opened() {
	render(MenuExample, { onselect });
	trigger().focus();
	await fireEvent.click(trigger());
	await screen.findByRole('menu', { name: 'File' });
}

test('says whether it is open', async () => {
	render(MenuExample, { onselect });
	expect(trigger()).toHaveProperty('ariaExpanded', 'false');

	await fireEvent.click(trigger());

	expect(trigger()).toHaveProperty('ariaExpanded', 'true');
});

test('opens with the focus on its first item', async () => {
	await opened();

	expect(document.activeElement).toBe(item('Rename'));
});

test.each([
	[['ArrowDown'], 'Move to…'],
	[['ArrowDown', 'ArrowDown', 'ArrowDown'], 'Rename'],
	[['ArrowUp'], 'Trash'],
	[['End'], 'Trash'],
	[['End', 'Home'], 'Rename'],
	[['m'], 'Move to…'],
	[['T'], 'Trash'],
	[['x'], 'Rename'],
])('goes by %j to %s, past what is disabled', async (keys, name) => {
	await opened();

	for (const key of keys) await press(key);

	expect(document.activeElement).toBe(item(name));
});

test('does what was chosen, closes and gives the focus back', async () => {
	await opened();

	await fireEvent.click(item('Trash'));

	expect(onselect).toHaveBeenCalledExactlyOnceWith('trash');
	expect(screen.queryByRole('menu')).toBeNull();
	expect(document.activeElement).toBe(trigger());
});

test('does nothing for an item that is disabled', async () => {
	await opened();

	await fireEvent.click(item('Share'));

	expect(onselect).not.toHaveBeenCalled();
	expect(screen.getByRole('menu')).toBeTruthy();
});

test.each(['Escape', 'Tab'])('closes on %s', async (key) => {
	await opened();

	await press(key);

	expect(screen.queryByRole('menu')).toBeNull();
});

test('closes on a second press of its button instead of opening anew', async () => {
	await opened();

	// A browser closes the popover between these two.
	await fireEvent.pointerDown(trigger());
	screen.getByRole('menu').hidePopover();
	await fireEvent.click(trigger());

	expect(screen.queryByRole('menu')).toBeNull();
});
