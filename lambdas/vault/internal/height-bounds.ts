import type { Path } from '#contract/entries';

/** What the folders of these paths must at least say of their height, where `height` levels lie below the last of each. */
export function heightBounds(paths: readonly Path[], height: number): Map<string, number> {
	const bounds = new Map<string, number>();
	for (const path of paths) {
		path.forEach(({ id }, i) => {
			const bound = height + path.length - 1 - i;
			bounds.set(id, Math.max(bound, bounds.get(id) ?? 0));
		});
	}
	return bounds;
}
