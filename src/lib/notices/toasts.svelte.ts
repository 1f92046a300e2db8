import { requestLine } from '$lib/errors/request-line';
import { sentence } from '$lib/errors/sentence';

interface Action {
	readonly label: string;
	readonly run: () => void;
	/** It takes back what the toast tells of, so the keys for that press it. */
	readonly undoes?: true;
}

interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: 'plain' | 'success' | 'error';
	/** A small line below, to be copied. */
	readonly detail: string | undefined;
	/** Taken back, or done again: the one thing a person may want next. */
	readonly action: Action | undefined;
	/** Until it is dismissed: it tells of what is under way, or asks. No newer one takes its place. */
	readonly stays: boolean;
}

/** Long enough to read a sentence and reach for undo, in milliseconds. */
const LIFE_MS = 6000;
const ERROR_LIFE_MS = 10_000;

/**
 * Short notes at the edge of the screen: the newer takes the place of the older, but what went well and
 * what did not never hide each other. They leave by themselves, and wait while they are being read.
 */
export class Toasts {
	#list = $state.raw<readonly Toast[]>([]);
	#nextId = 1;
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

	get list(): readonly Toast[] {
		return this.#list;
	}

	/** Returns the id to dismiss it by. */
	show(
		text: string,
		options: Partial<Pick<Toast, 'tone' | 'detail' | 'action' | 'stays'>> = {},
	): number {
		const toast: Toast = {
			id: this.#nextId++,
			text,
			tone: 'plain',
			detail: undefined,
			action: undefined,
			stays: false,
			...options,
		};
		for (const old of this.#list) {
			if (!old.stays && (old.tone === 'error') === (toast.tone === 'error')) this.dismiss(old.id);
		}
		this.#list = [...this.#list, toast];
		this.#leaveLater(toast);
		return toast.id;
	}

	error(text: string, detail?: string): number {
		return this.show(text, { tone: 'error', detail });
	}

	/** What happened and what to do next. */
	failure(error: unknown): number {
		return this.error(sentence(error), requestLine(error));
	}

	/** Says something newer in its place, for as long again; nothing where it has left. */
	update(id: number, text: string): void {
		const old = this.#list.find((toast) => toast.id === id);
		if (old === undefined) return;
		const toast = { ...old, text };
		this.#list = this.#list.map((each) => (each.id === id ? toast : each));
		// One that is being read has no timer, and gets none.
		if (this.#timers.has(id)) this.#leaveLater(toast);
	}

	/** Takes back what the newest toast tells of that can be taken back; false where none can. */
	undo(): boolean {
		const toast = this.#list.findLast(({ action }) => action?.undoes);
		if (toast?.action === undefined) return false;
		this.dismiss(toast.id);
		toast.action.run();
		return true;
	}

	dismiss(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
		this.#list = this.#list.filter((toast) => toast.id !== id);
	}

	/** Keeps all of them while the pointer or the focus is on one. */
	hold(): void {
		for (const timer of this.#timers.values()) clearTimeout(timer);
		this.#timers.clear();
	}

	release(): void {
		for (const toast of this.#list) this.#leaveLater(toast);
	}

	#leaveLater(toast: Toast): void {
		if (toast.stays) return;
		clearTimeout(this.#timers.get(toast.id));
		const life = toast.tone === 'error' ? ERROR_LIFE_MS : LIFE_MS;
		this.#timers.set(
			toast.id,
			setTimeout(() => {
				this.dismiss(toast.id);
			}, life),
		);
	}
}
