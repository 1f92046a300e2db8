import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** So far, in CSS pixels, a finger means it. */
const FAR_ENOUGH_PX = 72;
/** What moves less is a tap. */
const SLOP_PX = 8;

/**
 * A sheet at the bottom goes away where a finger pulls it down by its head: the sheet follows, and returns when
 * it is let go too early. Pulled up it does not follow; `up` is told. Of a mouse nothing is taken.
 */
export function swipeDown(
	sheet: () => HTMLElement | undefined,
	away: () => void,
	up?: () => void,
): Attachment<HTMLElement> {
	return (head) => {
		let pulled: { readonly pointerId: number; readonly from: number } | undefined;
		const follow = (distance: number) => {
			const element = sheet();
			if (element) element.style.translate = distance > 0 ? `0 ${String(distance)}px` : '';
		};
		const distanceOf = (event: PointerEvent) =>
			pulled?.pointerId === event.pointerId ? event.clientY - pulled.from : undefined;
		const end = (event: PointerEvent, isMeant: boolean) => {
			const distance = distanceOf(event);
			if (distance === undefined) return;
			pulled = undefined;
			follow(0);
			if (isMeant && distance > FAR_ENOUGH_PX) away();
			if (isMeant && distance < -FAR_ENOUGH_PX) up?.();
		};
		const stops = [
			on(head, 'pointerdown', (event) => {
				if (event.pointerType === 'mouse') return;
				pulled = { pointerId: event.pointerId, from: event.clientY };
			}),
			on(head, 'pointermove', (event) => {
				const distance = distanceOf(event);
				if (distance === undefined || Math.abs(distance) < SLOP_PX) return;
				// Also where the finger leaves the head; from the beginning it would take taps from the buttons in it.
				head.setPointerCapture(event.pointerId);
				follow(distance);
			}),
			on(head, 'pointerup', (event) => {
				end(event, true);
			}),
			on(head, 'pointercancel', (event) => {
				end(event, false);
			}),
		];
		return () => {
			for (const stop of stops) stop();
		};
	};
}
