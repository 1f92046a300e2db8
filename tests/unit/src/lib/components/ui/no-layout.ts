import { vi } from 'vitest';

/** jsdom lays nothing out: no size ever changes, and every width is 0, as on the narrowest screen. */
export function standInForLayout(): void {
	vi.stubGlobal(
		'ResizeObserver',
		class {
			observe() {
				return undefined;
			}
			unobserve() {
				return undefined;
			}
			disconnect() {
				return undefined;
			}
		},
	);
}

/** What scrolls is said to be as large as a window, all else to be a row of 40 pixels, so that a virtual list shows its first rows. */
export function standInForWindow(): void {
	vi.stubGlobal(
		'ResizeObserver',
		class {
			readonly #told: ResizeObserverCallback;

			constructor(told: ResizeObserverCallback) {
				this.#told = told;
			}
			observe(target: Element) {
				const height = target.matches('[data-scroller]') ? 800 : 40;
				const contentRect = { width: 1000, height };
				queueMicrotask(() => {
					this.#told([{ target, contentRect } as unknown as ResizeObserverEntry], this);
				});
			}
			unobserve() {
				return undefined;
			}
			disconnect() {
				return undefined;
			}
		},
	);
	window.ResizeObserver = globalThis.ResizeObserver;
	vi.stubGlobal('IntersectionObserver', globalThis.ResizeObserver);
	Element.prototype.scrollTo = () => undefined;
	Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
		configurable: true,
		get(this: HTMLElement) {
			return this.parentElement;
		},
	});
}
