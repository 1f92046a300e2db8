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
