import { UPLOAD_LIFE_SECONDS } from '#contract/limits';
import type { OnConflict } from '#contract/uploads';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { RefusedFolder, UploadTarget } from '../batch/upload-batch.svelte';
import type { BatchHead } from '../transfer/ports';
import type { EndState, UploadTaskInit } from '../transfer/upload-task.svelte';

/** What is kept of a batch, so that its receipts and what is unfinished outlive the tab. */
export interface KeptBatch {
	readonly head: BatchHead;
	/** The vault's top folder: another person on this device sees nothing of it. */
	readonly ownerId: string;
	readonly target: UploadTarget;
	/** Milliseconds since 1970. */
	readonly chosenAt: number;
	readonly refusedFolders: readonly RefusedFolder[];
}

export interface KeptTask {
	readonly chosen: UploadTaskInit & { readonly batchId: string };
	/** Position in the batch. */
	readonly order: number;
	readonly onConflict: OnConflict;
	readonly uploadId: string | undefined;
	readonly checksum: string | undefined;
	readonly handle: FileSystemFileHandle | undefined;
	/** Undefined while it is unfinished. */
	readonly end: EndState | undefined;
}

/** Keeps batches in this browser. Every verb fails where the browser allows no storage; callers do without. */
export interface ResumeStore {
	save(batch: KeptBatch): Promise<void>;
	saveTasks(tasks: readonly KeptTask[]): Promise<void>;
	/** Oldest first, each with its tasks in order. Batches too old to be resumed are removed. */
	load(ownerId: string): Promise<readonly { batch: KeptBatch; tasks: readonly KeptTask[] }[]>;
	remove(batchId: string): Promise<void>;
}

interface Schema extends DBSchema {
	batches: { key: string; value: KeptBatch };
	tasks: { key: [batchId: string, order: number]; value: KeptTask };
}

const NAME = 'cloudvault-uploads';

export class BrowserResumeStore implements ResumeStore {
	#opened: Promise<IDBPDatabase<Schema>> | undefined;

	async save(batch: KeptBatch): Promise<void> {
		await (await this.#open()).put('batches', batch);
	}

	async saveTasks(tasks: readonly KeptTask[]): Promise<void> {
		const transaction = (await this.#open()).transaction('tasks', 'readwrite');
		for (const task of tasks) void transaction.store.put(task);
		await transaction.done;
	}

	async load(ownerId: string) {
		const db = await this.#open();
		const kept = await db.getAll('batches');
		const oldest = Date.now() - UPLOAD_LIFE_SECONDS * 1000;
		const loaded: { batch: KeptBatch; tasks: readonly KeptTask[] }[] = [];
		for (const batch of kept) {
			if (batch.chosenAt < oldest) await this.remove(batch.head.id);
			else if (batch.ownerId === ownerId) {
				// In order: it is the second half of their key.
				const tasks = await db.getAll('tasks', tasksOf(batch.head.id));
				loaded.push({ batch, tasks });
			}
		}
		return loaded.sort((a, b) => a.batch.chosenAt - b.batch.chosenAt);
	}

	async remove(batchId: string): Promise<void> {
		const transaction = (await this.#open()).transaction(['batches', 'tasks'], 'readwrite');
		void transaction.objectStore('batches').delete(batchId);
		void transaction.objectStore('tasks').delete(tasksOf(batchId));
		await transaction.done;
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		return (this.#opened ??= openDB<Schema>(NAME, 1, {
			upgrade(db) {
				db.createObjectStore('batches', { keyPath: 'head.id' });
				db.createObjectStore('tasks', { keyPath: ['chosen.batchId', 'order'] });
			},
		}));
	}
}

/** Every key that begins with the batch: an array is greater than any number. */
function tasksOf(batchId: string): IDBKeyRange {
	return IDBKeyRange.bound([batchId], [batchId, []]);
}
