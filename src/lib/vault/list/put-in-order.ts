/** Puts siblings into this order. The one with the focus stays where it is: moved, it would lose it. */
export function putInOrder(elements: readonly Element[]): void {
	const fixed = elements.findIndex((element) => element.matches(':focus-within'));
	const from = Math.max(0, fixed);
	for (const [at, element] of elements.entries()) {
		const before = elements[at - 1];
		if (at > from && before?.nextElementSibling !== element) before?.after(element);
	}
	for (let at = from - 1; at >= 0; at--) {
		const [element, behind] = [elements[at], elements[at + 1]];
		if (element && behind?.previousElementSibling !== element) behind?.before(element);
	}
}
