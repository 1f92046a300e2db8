/** Ten times a second is all an eye follows; hundreds of small files a second would redraw far more often. */
const INTERVAL_MS = 100;

/**
 * Lets plain counters be shown: an effect or template that called `track` runs again after `notify`,
 * at most once in an interval.
 */
export class ThrottledSignal {
	#version = $state(0);
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** To be called wherever a counter is read for the screen. Returns how often the signal has fired. */
	track(): number {
		return this.#version;
	}

	/** To be called wherever a counter changes. */
	notify(): void {
		if (this.#timer !== undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#version += 1;
		}, INTERVAL_MS);
	}
}
