import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import TickExample from './TickExample.svelte';

test('chooses what it lies on, and lets no click through to it', async () => {
	const ontoggle = vi.fn();
	const onpress = vi.fn();
	const { rerender } = render(TickExample, { checked: false, ontoggle, onpress });
	const box = screen.getByRole('checkbox', { name: 'Select lake.png', checked: false });

	box.click();
	box.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));

	expect(ontoggle).toHaveBeenCalledTimes(1);
	expect(onpress).not.toHaveBeenCalled();
	await rerender({ checked: true });
	expect(screen.getByRole('checkbox', { checked: true })).toBe(box);
});
