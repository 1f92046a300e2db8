/**
 * What jsdom lacks of dialogs and popovers, as far as our components rely on it: open and close, the events
 * told on the way, Escape. It puts nothing above anything and makes nothing inert; browser tests see to that.
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
	document.addEventListener('keydown', ({ key }) => {
		if (key !== 'Escape') return;
		document.querySelector<HTMLElement>('[popover="auto"]')?.hidePopover();
		document.querySelector('dialog')?.close();
	});
}

function toggle(popover: HTMLElement, newState: 'open' | 'closed'): void {
	popover.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState }));
}
