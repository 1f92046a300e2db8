import type { Attachment } from 'svelte/attachments';

/** How far below the screen counts as near, in CSS pixels: a few screens, so that the end does not come into view. */
export const NEAR = 2000;

/** Calls `reached` when the element comes near the visible part of the `data-scroller` it lies in. */
export function whenNear(reached: () => void): Attachment<HTMLElement> {
	return (element) => {
		const observer = new IntersectionObserver(
			// Several records arrive at once while the page is busy: one of them is enough.
			(records) => {
				if (records.some((record) => record.isIntersecting)) reached();
			},
			{ root: element.closest('[data-scroller]'), rootMargin: `${String(NEAR)}px 0px` },
		);
		observer.observe(element);
		return () => observer.disconnect();
	};
}
