import { swipe } from '$lib/gallery/swipe';
import { fireEvent } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

const swiped = vi.fn<(direction: -1 | 1) => void>();

async function finger({ across, down = 0 }: { across: number; down?: number }) {
	const element = document.createElement('div');
	const take = swipe(swiped)(element);
	const touch = { pointerType: 'touch', isPrimary: true, pointerId: 1 };
	await fireEvent(element, new PointerEvent('pointerdown', { ...touch, clientX: 200 }));
	const end = { ...touch, clientX: 200 + across, clientY: down };
	await fireEvent(element, new PointerEvent('pointerup', end));
	take?.();
}

afterEach(() => {
	document.dir = '';
	swiped.mockReset();
});

describe('a finger', () => {
	it.each([
		{ dir: 'ltr', across: -80, direction: 1 },
		{ dir: 'ltr', across: 80, direction: -1 },
		{ dir: 'rtl', across: -80, direction: -1 },
		{ dir: 'rtl', across: 80, direction: 1 },
	])(
		'leafs by $direction at $across px, where text runs $dir',
		async ({ dir, across, direction }) => {
			document.dir = dir;

			await finger({ across });

			expect(swiped).toHaveBeenCalledExactlyOnceWith(direction);
		},
	);

	it.each([{ across: 40 }, { across: 80, down: 60 }])(
		'that went $across px aside leafs nowhere when that is little, or goes down',
		async (way) => {
			await finger(way);

			expect(swiped).not.toHaveBeenCalled();
		},
	);
});
