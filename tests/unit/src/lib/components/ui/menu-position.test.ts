import { place } from '$lib/components/ui/menu-position';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const WIDTH = 208;
let menu: HTMLElement;

beforeEach(() => {
	menu = document.createElement('div');
	menu.getBoundingClientRect = () => new DOMRect(0, 0, WIDTH, 100);
});

afterEach(() => void (document.dir = ''));

describe('a menu', () => {
	it.each([
		{ dir: 'ltr', align: 'start', left: '500px', from: 'left top' },
		{ dir: 'ltr', align: 'end', left: `${String(540 - WIDTH)}px`, from: 'right top' },
		{ dir: 'rtl', align: 'start', left: `${String(540 - WIDTH)}px`, from: 'right top' },
		{ dir: 'rtl', align: 'end', left: '500px', from: 'left top' },
	] as const)(
		'begins at the $align of its button, where text runs $dir',
		({ dir, align, left, from }) => {
			document.dir = dir;

			place(menu, new DOMRect(500, 20, 40, 40), align);

			expect(menu.style.left).toBe(left);
			expect(menu.style.transformOrigin).toBe(from);
		},
	);

	it.each([
		{ dir: 'ltr', x: 1000, left: `${String(1024 - WIDTH - 8)}px` },
		{ dir: 'rtl', x: 10, left: '8px' },
	])('stays in the window where text runs $dir', ({ dir, x, left }) => {
		document.dir = dir;

		place(menu, new DOMRect(x, 20, 10, 10), 'start');

		expect(menu.style.left).toBe(left);
	});
});
