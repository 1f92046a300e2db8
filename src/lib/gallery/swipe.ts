import type { Attachment } from 'svelte/attachments';

/** A finger travels at least this far, in CSS pixels, and mostly sideways. */
const DISTANCE = 56;

/** Calls `swiped` with 1 for a finger that leafs on, against the direction of the text, and -1 for one that leafs back. */
export function swipe(swiped: (direction: -1 | 1) => void): Attachment<HTMLElement> {
	return (element) => {
		let start: PointerEvent | undefined;
		const down = (event: PointerEvent) => {
			// A second finger pinches, and on an enlarged page a finger looks around.
			const zoomed = (window.visualViewport?.scale ?? 1) > 1.05;
			start = event.pointerType === 'touch' && event.isPrimary && !zoomed ? event : undefined;
		};
		const up = (event: PointerEvent) => {
			if (start?.pointerId !== event.pointerId) return;
			const across = event.clientX - start.clientX;
			const along = Math.abs(event.clientY - start.clientY);
			start = undefined;
			if (Math.abs(across) > DISTANCE && Math.abs(across) > 2 * along)
				swiped(across < 0 === (document.dir !== 'rtl') ? 1 : -1);
		};
		const cancel = () => (start = undefined);
		element.addEventListener('pointerdown', down);
		element.addEventListener('pointerup', up);
		element.addEventListener('pointercancel', cancel);
		return () => {
			element.removeEventListener('pointerdown', down);
			element.removeEventListener('pointerup', up);
			element.removeEventListener('pointercancel', cancel);
		};
	};
}
