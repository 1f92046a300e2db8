/**
 * Keeps a popover that is open while it has content above whichever modal dialog is open, and within it: a modal dialog makes all that lies
 * outside of it inert, however high it is shown. Until the place it stands in leaves the page.
 * https://html.spec.whatwg.org/multipage/interaction.html#modal-dialogs-and-inert-subtrees
 */
export function keepAboveDialogs(popover: HTMLElement): void {
	const home = popover.parentElement;
	if (home === null) return;
	const stand = () => {
		if (!home.isConnected) {
			opening.disconnect();
			return;
		}
		const place = topDialog() ?? home;
		if (popover.parentElement === place) return;
		// Taken out of its place it is closed.
		place.append(popover);
		if (popover.childElementCount > 0) popover.showPopover();
	};
	const opening = new MutationObserver(stand);
	// A component that ends takes its dialog out of the page first.
	opening.observe(document, { subtree: true, childList: true, attributeFilter: ['open'] });
	stand();
}

/** Of several the one with the focus: the others are inert. */
function topDialog(): Element | undefined {
	const open = [...document.querySelectorAll('dialog[open]')];
	return open.find((dialog) => dialog.contains(document.activeElement)) ?? open.at(-1);
}
