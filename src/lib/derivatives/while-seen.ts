/** Calls `appeared` when a part of the element comes onto the screen, and what that returned when none is there any more. Returns how to stop. */
export function whileSeen(element: Element, appeared: () => () => void): () => void {
	let left: (() => void) | undefined;
	const observer = new IntersectionObserver((records) => {
		// Several arrive at once while the page is busy: the last one holds.
		if (records.at(-1)?.isIntersecting === true) left ??= appeared();
		else {
			left?.();
			left = undefined;
		}
	});
	observer.observe(element);
	return () => {
		observer.disconnect();
		left?.();
	};
}
