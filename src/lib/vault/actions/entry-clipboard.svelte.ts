import type { Entry } from '#contract/entries';

interface Held {
	readonly entries: readonly Entry[];
	/** They are moved, and then no longer held. */
	readonly isCut: boolean;
	/** Their names, as any other program would paste them: what was copied there since has other words. */
	readonly text: string;
}

/** Entries cut or copied by the keys of this system, until something else is. */
export class EntryClipboard {
	#held = $state.raw<Held>();
	readonly #cutIds = $derived(
		new Set(this.#held?.isCut ? this.#held.entries.map(({ id }) => id) : []),
	);

	/** Until they are pasted, or the page hears that something else is in the clipboard. */
	isCut(entryId: string): boolean {
		return this.#cutIds.has(entryId);
	}

	/** Takes what is selected, unless the key was meant for text. False where there is nothing to take. */
	take(event: ClipboardEvent, entries: readonly Entry[]): boolean {
		if (isElsewhere(event)) this.#held = undefined;
		else if (entries.length > 0) return this.#take(event, entries);
		return false;
	}

	#take(event: ClipboardEvent, entries: readonly Entry[]): true {
		const text = entries.map(({ name }) => name).join('\n');
		event.clipboardData?.setData('text/plain', text);
		// Without it the browser puts its own selection there.
		event.preventDefault();
		this.#held = { entries, isCut: event.type === 'cut', text };
		return true;
	}

	/** What is to be pasted; undefined for what another program has put there. */
	given(event: ClipboardEvent): Pick<Held, 'entries' | 'isCut'> | undefined {
		const held = this.#held;
		const data = event.clipboardData;
		if (held === undefined || isElsewhere(event) || data?.files.length !== 0) return undefined;
		// Some systems have line ends of their own.
		const isStillThere = data.getData('text/plain').replaceAll('\r\n', '\n') === held.text;
		if (held.isCut || !isStillThere) this.#held = undefined;
		return isStillThere ? held : undefined;
	}
}

/** In a field, in a dialog, or with text selected. */
function isElsewhere(event: ClipboardEvent): boolean {
	const selected = getSelection();
	const { target } = event;
	return (
		(target instanceof Element && target.closest('input, textarea') !== null) ||
		document.querySelector(':modal') !== null ||
		(selected !== null && !selected.isCollapsed)
	);
}
