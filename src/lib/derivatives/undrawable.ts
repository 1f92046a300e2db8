/** Which versions this browser could draw nothing from, so that they are not read again each time they are seen. */
export interface Undrawable {
	has(versionId: string): boolean;
	add(versionId: string): void;
}

/** Raised with what the site learns to draw: what failed before is then tried once more. */
const KEY = 'cloudvault.undrawable.1';
/** The oldest are forgotten beyond this many, and tried again when they are seen. */
const KEPT_MAX = 1000;

/** Keeps them on this device; where the browser keeps nothing, for as long as the page is open. */
export class BrowserUndrawable implements Undrawable {
	readonly #ids: Set<string>;

	constructor() {
		this.#ids = new Set(read());
	}

	has(versionId: string): boolean {
		return this.#ids.has(versionId);
	}

	add(versionId: string): void {
		// Another tab may have added some meanwhile.
		for (const id of read()) this.#ids.add(id);
		this.#ids.add(versionId);
		try {
			localStorage.setItem(KEY, [...this.#ids].slice(-KEPT_MAX).join(' '));
		} catch {
			// A private window or a full disk: this page remembers it all the same.
		}
	}
}

function read(): readonly string[] {
	try {
		return (localStorage.getItem(KEY) ?? '').split(' ').filter((id) => id !== '');
	} catch {
		return [];
	}
}
