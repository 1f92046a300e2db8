/**
 * What the page holds while files are on their way: the screen awake, so that a phone does not cut
 * the line, and a question before the tab is closed.
 */
export class WhileSending {
	#on = false;
	#lock: WakeLockSentinel | undefined;

	set(on: boolean): void {
		if (on === this.#on) return;
		this.#on = on;
		if (on) {
			window.addEventListener('beforeunload', ask);
			document.addEventListener('visibilitychange', this.#keepAwake);
			this.#keepAwake();
		} else {
			window.removeEventListener('beforeunload', ask);
			document.removeEventListener('visibilitychange', this.#keepAwake);
			void this.#lock?.release();
			this.#lock = undefined;
		}
	}

	/** A wake lock ends whenever the page is hidden, and the browser may refuse it on a low battery. */
	readonly #keepAwake = (): void => {
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		navigator.wakeLock.request('screen').then(
			(lock) => {
				if (this.#on) this.#lock = lock;
				else void lock.release();
			},
			() => undefined,
		);
	};
}

function ask(event: BeforeUnloadEvent): void {
	event.preventDefault();
}
