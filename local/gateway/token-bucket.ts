import type { Throttle } from './routes.ts';

/** API Gateway's throttle: a bucket of `burst` tokens that refills at `rate` per second. */
export class TokenBucket {
	readonly #throttle: Throttle;
	readonly #now: () => number;
	#tokens: number;
	#filledAt: number;

	/** `now` gives milliseconds on a clock that never goes back. */
	constructor(throttle: Throttle, now: () => number = () => performance.now()) {
		this.#throttle = throttle;
		this.#now = now;
		this.#tokens = throttle.burst;
		this.#filledAt = now();
	}

	/** Whether one more request may pass; takes a token if so. */
	take(): boolean {
		const now = this.#now();
		const refilled = ((now - this.#filledAt) / 1000) * this.#throttle.rate;
		this.#tokens = Math.min(this.#throttle.burst, this.#tokens + refilled);
		this.#filledAt = now;
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}
}
