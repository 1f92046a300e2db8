/**
 * Moves the focus among a menu's items as the ARIA practices ask: arrows go round, Home and End jump,
 * a letter goes to the next item that begins with it. False for keys that mean nothing here.
 */
export function moveFocus(menu: HTMLElement, key: string): boolean {
	const items = [
		...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])'),
	];
	const current = items.findIndex((item) => item === document.activeElement);
	const target = destination(items, current, key);
	target?.focus();
	return target !== undefined;
}

function destination(
	items: readonly HTMLElement[],
	current: number,
	key: string,
): HTMLElement | undefined {
	switch (key) {
		case 'ArrowDown':
			return items[(current + 1) % items.length];
		case 'ArrowUp':
			return items.at(current <= 0 ? -1 : current - 1);
		case 'Home':
			return items[0];
		case 'End':
			return items.at(-1);
		default:
			return key.length === 1 && key !== ' ' ? startingWith(items, current, key) : undefined;
	}
}

function startingWith(items: readonly HTMLElement[], current: number, letter: string) {
	const fromNext = [...items.slice(current + 1), ...items.slice(0, current + 1)];
	return fromNext.find((item) =>
		item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()),
	);
}
