import type { Page } from 'playwright';

export interface Frames {
	/** Milliseconds between two frames, of each. */
	readonly frames: readonly number[];
	/** The most elements that the list had. */
	readonly elements: number;
}

/** Of each frame of a fling, in CSS pixels. */
export const FLING_PX = 400;
/** Of the frames go down, and as many up again; jumps are the rest. */
export const FLING_SHARE = 0.4;

/** Frames that pass while `[data-scroller]` of the page is flung to its end and back, and then jumps about. */
export function scrollAbout(page: Page, frames: number): Promise<Frames> {
	return page.evaluate(
		async ([count, px, share]) => {
			const scroller = document.querySelector('[data-scroller]');
			if (scroller === null) throw new Error('Nothing scrolls here');
			const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
			const taken: number[] = [];
			let elements = 0;
			let last = await nextFrame();
			for (let frame = 0; frame < count; frame++) {
				const end = scroller.scrollHeight - scroller.clientHeight;
				// Then a jump every ten frames.
				if (frame < count * share) scroller.scrollTop = Math.min(end, scroller.scrollTop + px);
				else if (frame < count * 2 * share)
					scroller.scrollTop = Math.max(0, scroller.scrollTop - px);
				else if (frame % 10 === 0) scroller.scrollTop = (end * ((frame * 7919) % 1000)) / 1000;
				const now = await nextFrame();
				taken.push(now - last);
				last = now;
				if (frame % 10 === 0) elements = Math.max(elements, scroller.querySelectorAll('*').length);
			}
			return { frames: taken, elements };
		},
		[frames, FLING_PX, FLING_SHARE] as const,
	);
}

export function p95({ frames }: Frames): number {
	return frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? Number.NaN;
}
