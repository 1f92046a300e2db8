import { swipeDown } from '$lib/components/ui/swipe-down';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const away = vi.fn();
const up = vi.fn();
let head: HTMLElement;
let stop: () => void;

beforeEach(() => {
	head = document.createElement('header');
	head.setPointerCapture = vi.fn();
	stop = swipeDown(() => undefined, away, up)(head) ?? (() => undefined);
});
afterEach(() => {
	stop();
	vi.clearAllMocks();
});

function pull(distance: number, { pointerType = 'touch', end = 'pointerup' } = {}): void {
	const at = (clientY: number) => ({ pointerId: 1, pointerType, clientY });
	head.dispatchEvent(new PointerEvent('pointerdown', at(300)));
	head.dispatchEvent(new PointerEvent('pointermove', at(300 + distance / 2)));
	head.dispatchEvent(new PointerEvent('pointermove', at(300 + distance)));
	head.dispatchEvent(new PointerEvent(end, at(300 + distance)));
}

test.each([
	[100, 1, 0],
	[-100, 0, 1],
	[40, 0, 0],
	[-40, 0, 0],
])(
	'a finger that pulls %i pixels takes it away %i times and makes it taller %i times',
	(distance, goes, grows) => {
		pull(distance);

		expect(away).toHaveBeenCalledTimes(goes);
		expect(up).toHaveBeenCalledTimes(grows);
	},
);

test.each([{ pointerType: 'mouse' }, { end: 'pointercancel' }])(
	'of a mouse, or what the browser took over, nothing is meant: %j',
	(how) => {
		pull(100, how);
		pull(-100, how);

		expect(away).not.toHaveBeenCalled();
		expect(up).not.toHaveBeenCalled();
	},
);
