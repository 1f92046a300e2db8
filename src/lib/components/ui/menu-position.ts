const MARGIN = 8;
const GAP = 4;

/**
 * Puts an open menu below its anchor, above it where there is more room, and always wholly inside the window. `align` is the side
 * of the anchor it begins at, in the direction of the text.
 */
export function place(menu: HTMLElement, anchor: DOMRect, align: 'start' | 'end'): void {
	const { width, height } = menu.getBoundingClientRect();
	const below = anchor.bottom + GAP;
	const fitsBelow = below + height + MARGIN <= window.innerHeight;
	const top = fitsBelow ? below : anchor.top - GAP - height;
	const atLeft = (align === 'start') === (document.dir !== 'rtl');
	const left = atLeft ? anchor.left : anchor.right - width;
	menu.style.top = px(clamp(top, MARGIN, window.innerHeight - height - MARGIN));
	menu.style.left = px(clamp(left, MARGIN, window.innerWidth - width - MARGIN));
	menu.style.transformOrigin = `${atLeft ? 'left' : 'right'} ${fitsBelow ? 'top' : 'bottom'}`;
}

const px = (value: number) => `${String(Math.round(value))}px`;

function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}
