/** Ten times a second is all an eye follows; hundreds of small files a second would redraw far more often. */
const BEAT_MS = 100;

/** Lets plain counters be shown: who reads them under `beat` is drawn again, but never more often than a beat. */
export class Pulse {
	#beats = $state(0);
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** To be called wherever a counter is read for the screen. Returns the beats so far. */
	follow(): number {
		return this.#beats;
	}

	touch(): void {
		if (this.#timer !== undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#beats += 1;
		}, BEAT_MS);
	}
}
