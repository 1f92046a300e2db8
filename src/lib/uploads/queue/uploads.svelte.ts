import { lazy } from '$lib/concurrency/lazy';
import { loaded } from '$lib/errors/loaded';
import type { UploadBatch, UploadTarget } from '../batch/upload-batch.svelte';
import type { Selection } from '../selection/selection';
import type { QueueListener, UploadQueue } from './upload-queue.svelte';

interface UploadsParts {
	/** Loads the queue and makes it. */
	readonly load: () => Promise<UploadQueue>;
	/** Told where the queue did not come for what was chosen: it is to be chosen again. */
	readonly failed: (error: unknown) => void;
}

/** The way to the uploads of this tab, whose queue is loaded in spare time, or with the first file. */
export class Uploads {
	readonly queue: () => Promise<UploadQueue>;
	readonly #parts: UploadsParts;
	readonly #listeners = new Set<QueueListener>();
	#loaded = $state.raw<UploadQueue>();
	#waiting = $state(0);
	#ownerId: string | undefined;
	#opened: Promise<void> | undefined;

	constructor(parts: UploadsParts) {
		this.#parts = parts;
		/** Throws `ApiError`, `offline`; the next call tries again. */
		this.queue = lazy(() => this.#load());
	}

	/** Oldest first. */
	get batches(): readonly UploadBatch[] {
		return this.#loaded?.batches ?? [];
	}

	/** Unfinished uploads of other devices. */
	get elsewhereCount(): number {
		return this.#loaded?.elsewhere.list.length ?? 0;
	}

	/** True while files were chosen and the queue is on its way. */
	get preparing(): boolean {
		return this.#waiting > 0;
	}

	/** What goes on, once there is a queue. */
	get current(): UploadQueue | undefined {
		return this.#loaded;
	}

	/** Calls `listener` for what happens from now on, until the returned function is called. */
	listen(listener: QueueListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Once a person is signed in: shows what their last visit on this device left, as soon as the queue is loaded. */
	open(ownerId: string): void {
		this.#ownerId = ownerId;
		this.#opened = this.#loaded?.open(ownerId);
	}

	/** The queue, once it shows what the last visit has left. Throws `ApiError`, `offline`. */
	async restored(): Promise<UploadQueue> {
		const queue = await this.queue();
		await this.#opened;
		return queue;
	}

	/** At sign-out: everything stops and nothing is shown any more. */
	close(): void {
		this.#ownerId = undefined;
		this.#loaded?.close();
	}

	/** Takes what was chosen, or is being read from a drop; files go into folders of their own below the target. */
	async add(selection: Selection | Promise<Selection>, target: UploadTarget): Promise<void> {
		this.#waiting += 1;
		try {
			const [queue, chosen] = await Promise.all([this.queue(), selection]);
			await queue.addChosen(chosen, target);
		} catch (error) {
			this.#parts.failed(error);
		} finally {
			this.#waiting -= 1;
		}
	}

	async #load(): Promise<UploadQueue> {
		const queue = await loaded(this.#parts.load());
		queue.listen({
			stored: (...told) => this.#tell((listener) => listener.stored?.(...told)),
			foldersMade: (folderId) => this.#tell((listener) => listener.foldersMade?.(folderId)),
			batchEnded: (batch) => this.#tell((listener) => listener.batchEnded?.(batch)),
			closed: () => this.#tell((listener) => listener.closed?.()),
		});
		if (this.#ownerId !== undefined) this.#opened = queue.open(this.#ownerId);
		this.#loaded = queue;
		return queue;
	}

	#tell(say: (listener: QueueListener) => void): void {
		for (const listener of this.#listeners) say(listener);
	}
}
