/** CSS pixels in a second, about four screens of a desk: no picture can be looked at then. */
const FAST = 3500;
/** What comes later than this is another movement, or a jump, in milliseconds. */
const PAUSE_MS = 100;
/** It rests when it has not scrolled for so long, in milliseconds. */
const REST_MS = 150;

/** Whether a list passes too fast for its pictures, which then wait: each would be asked for and never be seen. */
export class Fling {
	#isFast = $state(false);
	#last = { top: 0, at: -Infinity };
	#rest: ReturnType<typeof setTimeout> | undefined;

	get isFast(): boolean {
		return this.#isFast;
	}

	/** Told at each scroll event; `top` in CSS pixels, `at` in milliseconds. */
	scrolled(top: number, at = performance.now()): void {
		const tookMs = at - this.#last.at;
		const speed = (Math.abs(top - this.#last.top) / Math.max(1, tookMs)) * 1000;
		this.#isFast = tookMs <= PAUSE_MS && speed > FAST;
		this.#last = { top, at };
		clearTimeout(this.#rest);
		this.#rest = setTimeout(() => (this.#isFast = false), REST_MS);
	}
}
