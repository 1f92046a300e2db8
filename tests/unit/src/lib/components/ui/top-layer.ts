/**
 * What jsdom lacks of dialogs and popovers: open and close, and the events told on the way. For tests of
 * what lies in a dialog (its words, its requests). How dialogs and menus themselves behave, with focus,
 * Escape and presses beside them, is asserted in a browser: tests/e2e/components.test.ts.
 */
export function standInForTopLayer(): void {
	HTMLDialogElement.prototype.showModal = function () {
		this.open = true;
		this.querySelector<HTMLElement>('input, button')?.focus();
	};
	HTMLDialogElement.prototype.close = function () {
		if (!this.open) return;
		this.open = false;
		this.dispatchEvent(new Event('close'));
	};
	HTMLElement.prototype.showPopover = function () {
		toggle(this, 'open');
		// jsdom's own style sheet hides what it does not know to be open.
		this.style.display = 'block';
	};
	HTMLElement.prototype.hidePopover = function () {
		toggle(this, 'closed');
		this.style.display = '';
	};
}

function toggle(popover: HTMLElement, newState: 'open' | 'closed'): void {
	popover.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState }));
}
