interface TriggerProperties {
	readonly 'aria-haspopup': 'menu';
	readonly 'aria-expanded': boolean;
	readonly onpointerdown: () => void;
	readonly onclick: (event: MouseEvent) => void;
}

/** A button that opens a `Menu`, and closes it when it is pressed again. */
export class MenuTrigger {
	#anchor = $state.raw<DOMRect>();
	/** A press on the trigger of an open menu has closed it before its click arrives. */
	#wasOpenAtPress = false;

	/** Where the button stands, in CSS pixels of the window; undefined while the menu is closed. */
	get anchor(): DOMRect | undefined {
		return this.#anchor;
	}

	readonly close = (): void => {
		this.#anchor = undefined;
	};

	/** To be spread onto the button. */
	get properties(): TriggerProperties {
		return {
			'aria-haspopup': 'menu',
			'aria-expanded': this.#anchor !== undefined,
			onpointerdown: () => (this.#wasOpenAtPress = this.#anchor !== undefined),
			onclick: (event) => {
				event.stopPropagation();
				if (this.#wasOpenAtPress) this.close();
				else if (event.currentTarget instanceof Element)
					this.#anchor = event.currentTarget.getBoundingClientRect();
				this.#wasOpenAtPress = false;
			},
		};
	}
}
