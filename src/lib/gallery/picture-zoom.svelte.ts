import type { Attachment } from 'svelte/attachments';
import { fitIn, type Size } from './fit-in';
import type { Point, ZoomGestures } from './zoom-gestures';

/** A press of a button or a key enlarges by so much. */
const STEP = 1.5;
/** A double tap shows at least so much more than the whole picture. */
const DOUBLE_TAP_MIN = 2;
/** One pixel of the picture is at most so many of the screen; a small picture is enlarged this often all the same. */
const PIXEL_MAX = 4;
/** In CSS pixels, for one press of an arrow key. */
const PAN_STEP = 80;

const UNKNOWN: Size = { width: 0, height: 0 };

/** How large a picture is shown, and which part of it: scale 1 is the whole picture in its box. */
export class PictureZoom {
	#scale = $state(1);
	#transform = $state.raw('none');
	#picture = $state.raw(UNKNOWN);
	#box = $state.raw(UNKNOWN);
	#isStep = $state(false);
	#gestures: ZoomGestures | undefined;

	/** In CSS pixels, at scale 1. */
	readonly fitted: Size = $derived.by(() => fitIn(this.#box, this.#picture));
	/** At this scale one pixel of the picture is one of the screen; 1 while no picture is known. */
	readonly #actual: number = $derived.by(() =>
		this.fitted.width === 0 ? 1 : this.#picture.width / devicePixelRatio / this.fitted.width,
	);
	/** Of the picture's own size on this screen; undefined while no picture is shown. */
	readonly percent: number | undefined = $derived.by(() =>
		this.fitted.width === 0 ? undefined : Math.round((100 * this.#scale) / this.#actual),
	);

	/** For the style of what holds the picture. */
	get transform(): string {
		return this.#transform;
	}

	/** True after a button, a key or a double tap, whose way is shown; a finger and a wheel are followed at once. */
	get isStep(): boolean {
		return this.#isStep;
	}

	get isEnlarged(): boolean {
		return this.#scale > 1.001;
	}

	get isLargest(): boolean {
		return this.#scale >= this.#largest - 0.001;
	}

	get isSmallest(): boolean {
		return this.#scale <= this.#smallest + 0.001;
	}

	get #smallest(): number {
		return Math.min(1, this.#actual);
	}

	get #largest(): number {
		return Math.max(PIXEL_MAX, PIXEL_MAX * this.#actual);
	}

	/** The box in which the picture lies. */
	readonly inBox: Attachment<HTMLElement> = (element) => {
		let isEnded = false;
		const observer = new ResizeObserver(() => {
			this.#box = { width: element.clientWidth, height: element.clientHeight };
			this.#limit();
		});
		observer.observe(element);
		void import('./zoom-gestures').then(({ followGestures }) => {
			if (isEnded) return;
			this.#gestures = followGestures(element, {
				moved: ({ k, x, y }) => {
					this.#scale = k;
					this.#transform = `translate(${String(x)}px, ${String(y)}px) scale(${String(k)})`;
				},
				doubled: (at) => this.#double(at),
			});
			element.addEventListener('wheel', this.#follow, { passive: true });
			element.addEventListener('pointerdown', this.#follow);
			this.#limit();
		});
		return () => {
			isEnded = true;
			observer.disconnect();
			this.#gestures?.end();
			this.#gestures = undefined;
			this.#reset();
		};
	};

	/** The picture's own size, in its pixels: known when it is loaded, and again when a larger one takes its place. */
	shown(picture: Size): void {
		this.#picture = picture;
		this.#limit();
	}

	enlarge(): void {
		this.#to(this.#scale * STEP);
	}

	reduce(): void {
		this.#to(this.#scale / STEP);
	}

	fit(): void {
		this.#isStep = true;
		this.#gestures?.fit();
	}

	/** One pixel of the picture for one of the screen. */
	showActual(): void {
		this.#to(this.#actual);
	}

	/** By steps, as arrow keys do; -1 is left or up. */
	pan(across: -1 | 0 | 1, down: -1 | 0 | 1): void {
		this.#isStep = true;
		this.#gestures?.panBy(-across * PAN_STEP, -down * PAN_STEP);
	}

	readonly #follow = (): void => {
		this.#isStep = false;
	};

	#double(at: Point): void {
		if (this.isEnlarged) this.fit();
		else this.#to(Math.max(DOUBLE_TAP_MIN, Math.min(this.#actual, PIXEL_MAX)), at);
	}

	#to(scale: number, about?: Point): void {
		this.#isStep = true;
		this.#gestures?.scaleTo(scale, about);
	}

	#limit(): void {
		const { width, height } = this.#box;
		const { fitted } = this;
		if (fitted.width === 0) return;
		const [x, y] = [(width - fitted.width) / 2, (height - fitted.height) / 2];
		this.#gestures?.limit({
			box: [
				[0, 0],
				[width, height],
			],
			picture: [
				[x, y],
				[x + fitted.width, y + fitted.height],
			],
			scales: [this.#smallest, this.#largest],
		});
	}

	#reset(): void {
		this.#scale = 1;
		this.#transform = 'none';
		this.#picture = UNKNOWN;
		this.#isStep = false;
	}
}
