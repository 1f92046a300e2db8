import type { Call } from '$lib/api/call';
import { ThrottledSignal } from '$lib/concurrency/throttled-signal.svelte';
import { sentence } from '$lib/errors/sentence';
import { formatBytes } from '$lib/format/bytes';
import { saveStream, TooLargeToSave } from './save-stream';
import { SaveCancelled } from './worker-save';
import type { ZipPlan } from './zip-plan';
import { zipStream, type ZipNotes } from './zip-stream';

type ZipState =
	| { readonly kind: 'saving' }
	/** Waits for a press, in which the browser's dialog for saving opens. */
	| { readonly kind: 'ready'; readonly save: () => void }
	| { readonly kind: 'failed'; readonly why: string };

interface ZipParts {
	readonly plan: ZipPlan;
	readonly name: string;
	readonly call: Call;
	/** Further files that go into it, made here. */
	readonly notes?: ZipNotes;
	/** Saves by the service worker where there is one, so that no press is needed. */
	readonly withoutDialog?: boolean;
	/** It is on the disk, or the person has cancelled it. */
	readonly ended: (zip: ZipSave, how: 'saved' | 'cancelled') => void;
}

/** One zip on its way to the disk, as the tray shows it. */
export class ZipSave {
	readonly name: string;
	readonly fileCount: number;
	readonly totalBytes: number;
	/** Files that are not in it, because they are archived or missing. */
	readonly leftOutCount: number;
	readonly #parts: ZipParts;
	readonly #progress = new ThrottledSignal();
	#state = $state.raw<ZipState>({ kind: 'saving' });
	#savedBytes = 0;
	#cancelling = new AbortController();

	constructor(parts: ZipParts) {
		const { plan, name } = parts;
		this.#parts = parts;
		this.name = name;
		this.fileCount = plan.files.length;
		this.totalBytes = plan.totalBytes;
		this.leftOutCount = plan.archived.length + plan.missing.length;
	}

	get state(): ZipState {
		return this.#state;
	}

	/** Bytes of files that are in the zip by now. */
	get savedBytes(): number {
		this.#progress.track();
		return this.#savedBytes;
	}

	/** From 0 to 1. */
	get fraction(): number {
		return this.totalBytes === 0 ? 0 : Math.min(1, this.savedBytes / this.totalBytes);
	}

	/** Never rejects: how it ended is the state, or told to `ended`. Called again it begins anew. */
	async save(): Promise<void> {
		const { plan, name, call, ended, notes = [], withoutDialog = false } = this.#parts;
		const { signal } = (this.#cancelling = new AbortController());
		this.#state = { kind: 'saving' };
		this.#savedBytes = 0;
		const onBytes = (count: number) => {
			this.#savedBytes += count;
			this.#progress.notify();
		};
		addEventListener('beforeunload', ask);
		try {
			await saveStream(() => zipStream(plan, { call, signal, onBytes, notes }), name, {
				sizeBytes: this.totalBytes,
				signal,
				withoutDialog,
				inPress: (run) => this.#inPress(run, signal),
			});
			ended(this, 'saved');
		} catch (error) {
			if (signal.aborted || error instanceof SaveCancelled) ended(this, 'cancelled');
			else this.#state = { kind: 'failed', why: whyNot(error) };
		} finally {
			removeEventListener('beforeunload', ask);
		}
	}

	/** Nothing of it stays; a failed one is put away by it. */
	cancel(): void {
		this.#cancelling.abort();
		if (this.#state.kind === 'failed') this.#parts.ended(this, 'cancelled');
	}

	#inPress<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
		return new Promise((resolve, reject) => {
			signal.addEventListener('abort', () => reject(new SaveCancelled()), { once: true });
			const save = () => {
				this.#state = { kind: 'saving' };
				run().then(resolve, reject);
			};
			this.#state = { kind: 'ready', save };
		});
	}
}

function whyNot(error: unknown): string {
	if (error instanceof TooLargeToSave) {
		return `This browser saves up to ${formatBytes(error.maxBytes)} in one zip. Choose fewer files.`;
	}
	if (error instanceof TypeError) return 'The connection broke off. Check it and try again.';
	return sentence(error);
}

/** What is not on the disk yet is gone with the page. */
function ask(event: BeforeUnloadEvent): void {
	event.preventDefault();
}
