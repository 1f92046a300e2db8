/** A finger that rests this long selects, in milliseconds; shorter is a tap. */
const LONG_PRESS_MS = 450;
/** A finger that moved further than this scrolls, in CSS pixels. */
const SLOP = 10;

type PointerPosition = Pick<PointerEvent, 'clientX' | 'clientY'>;

/** Tells a resting finger from one that taps or scrolls. */
export class LongPress {
	#timer: ReturnType<typeof setTimeout> | undefined;
	#began: PointerPosition = { clientX: 0, clientY: 0 };

	/** Calls `rested` unless the press ends or moves before. */
	begin({ clientX, clientY }: PointerPosition, rested: () => void): void {
		this.#began = { clientX, clientY };
		clearTimeout(this.#timer);
		this.#timer = setTimeout(rested, LONG_PRESS_MS);
	}

	move({ clientX, clientY }: PointerPosition): void {
		const { clientX: x, clientY: y } = this.#began;
		if (Math.hypot(clientX - x, clientY - y) > SLOP) this.end();
	}

	end(): void {
		clearTimeout(this.#timer);
	}
}
