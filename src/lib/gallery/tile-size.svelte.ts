/** Widest tile of the gallery in CSS pixels, from many small pictures to few large ones. */
const SIZES = [96, 136, 180, 260, 380] as const;
const USUAL = 2;
const KEY = 'cloudvault.tiles';

/** How large the pictures of the gallery are: kept on this device. */
export class TileSize {
	#step = $state(read());

	/** CSS pixels. */
	get width(): number {
		return SIZES[this.#step] ?? SIZES[USUAL];
	}

	get isSmallest(): boolean {
		return this.#step === 0;
	}

	get isLargest(): boolean {
		return this.#step === SIZES.length - 1;
	}

	change(by: 1 | -1): void {
		this.#step = Math.min(Math.max(this.#step + by, 0), SIZES.length - 1);
		try {
			localStorage.setItem(KEY, String(this.#step));
		} catch {
			// A browser that keeps nothing still shows the choice until reload.
		}
	}
}

function read(): number {
	try {
		const step = Number.parseInt(localStorage.getItem(KEY) ?? '', 10);
		return SIZES[step] === undefined ? USUAL : step;
	} catch {
		return USUAL;
	}
}
