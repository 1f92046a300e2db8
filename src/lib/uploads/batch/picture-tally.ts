import { ThrottledSignal } from '../../concurrency/throttled-signal.svelte';

/** How many of a batch's stored files get a picture, and how many have one already. */
export class PictureTally {
	readonly #counts = new ThrottledSignal();
	#expected = 0;
	#ended = 0;
	#drawn = 0;

	/** One more file of which a picture is to be drawn; `drawn` resolves to whether it was. */
	follow(drawn: Promise<boolean>): void {
		this.#expected += 1;
		this.#counts.notify();
		void drawn.then((was) => {
			this.#ended += 1;
			if (was) this.#drawn += 1;
			this.#counts.notify();
		});
	}

	get expected(): number {
		this.#counts.track();
		return this.#expected;
	}

	get drawn(): number {
		this.#counts.track();
		return this.#drawn;
	}

	/** Those that could not be drawn. */
	get undrawn(): number {
		this.#counts.track();
		return this.#ended - this.#drawn;
	}

	/** Some are still being drawn. */
	get underway(): boolean {
		this.#counts.track();
		return this.#ended < this.#expected;
	}
}
