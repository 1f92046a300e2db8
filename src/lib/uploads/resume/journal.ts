import type { UploadBatch } from '../batch/upload-batch.svelte';
import { isEnd, type UploadTask } from '../transfer/upload-task.svelte';
import type { KeptBatch, KeptTask, ResumeStore } from './resume-store';

/** What changed meanwhile is written together, in milliseconds: one transaction for hundreds of small files. */
const WRITE_AFTER_MS = 500;

/** Writes down what happens to batches. Where the browser keeps nothing, uploads go on without it. */
export class Journal {
	readonly #store: ResumeStore;
	readonly #orders = new WeakMap<UploadTask, number>();
	readonly #written = new WeakMap<UploadTask, KeptTask>();
	#dirty = new Set<UploadTask>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(store: ResumeStore) {
		this.#store = store;
	}

	async open(batch: UploadBatch, ownerId: string): Promise<void> {
		this.follow(batch);
		for (const task of batch.tasks) this.note(task);
		await this.noteBatch(batch, ownerId);
	}

	/** A batch that is in the store already. */
	follow(batch: UploadBatch): void {
		for (const [order, task] of batch.tasks.entries()) this.#orders.set(task, order);
	}

	async noteBatch(batch: UploadBatch, ownerId: string): Promise<void> {
		const { head, target } = batch;
		// After a reload there is no asking: what waited for an answer was not made.
		const unmade = batch.waitingFolders.map(({ folders }) => {
			return { folders, failure: { code: 'name_conflict' } } as const;
		});
		const refusedFolders = [...batch.refusedFolders, ...unmade];
		const kept: KeptBatch = { head, ownerId, target, chosenAt: Date.now(), refusedFolders };
		await this.#store.save(kept).catch(unkept);
	}

	note(task: UploadTask): void {
		this.#dirty.add(task);
		this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS);
	}

	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const changed = [...this.#dirty].flatMap((task) => {
			const order = this.#orders.get(task);
			const kept = order === undefined ? undefined : keptOf(task, order);
			return kept === undefined || isSame(kept, this.#written.get(task)) ? [] : [{ task, kept }];
		});
		this.#dirty = new Set();
		if (changed.length === 0) return;
		for (const { task, kept } of changed) this.#written.set(task, kept);
		await this.#store.saveTasks(changed.map(({ kept }) => kept)).catch(() => {
			for (const { task } of changed) this.#written.delete(task);
		});
	}

	async forget(batch: UploadBatch): Promise<void> {
		for (const task of batch.tasks) this.#orders.delete(task);
		await this.#store.remove(batch.head.id).catch(unkept);
	}

	async read(ownerId: string): ReturnType<ResumeStore['load']> {
		return this.#store.load(ownerId).catch(() => []);
	}
}

function keptOf(task: UploadTask, order: number): KeptTask {
	const { batch, ref, name, folders, sizeBytes, contentType, lastModified } = task;
	const batchId = batch.id;
	const chosen = { ref, batchId, name, folders, sizeBytes, contentType, lastModified };
	const { onConflict, uploadId, checksum, handle, state } = task;
	const end = isEnd(state) ? state : undefined;
	return { chosen, order, onConflict, uploadId, checksum, handle, end };
}

/** Most moves of a task, such as from sending to checking, change nothing that is kept. */
function isSame(kept: KeptTask, written: KeptTask | undefined): boolean {
	return (
		kept.chosen.ref === written?.chosen.ref &&
		kept.onConflict === written.onConflict &&
		kept.uploadId === written.uploadId &&
		kept.checksum === written.checksum &&
		kept.handle === written.handle &&
		kept.end === written.end
	);
}

/** A private window or a full disk: the upload itself needs none of this. */
function unkept(): undefined {
	return undefined;
}
