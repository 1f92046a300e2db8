import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { ZipPlan } from './zip-plan';

/** An archive of a whole vault, as it was planned, and which of its parts are on the disk. */
export interface KeptArchive {
	/** The vault's top folder: another person on this device sees nothing of it. */
	readonly rootId: string;
	/** Milliseconds since 1970. */
	readonly plannedAt: number;
	readonly parts: readonly ZipPlan[];
	/** By their place in `parts`. */
	readonly saved: readonly number[];
}

/** Keeps archives in this browser. Every verb fails where the browser allows no storage; callers do without. */
export interface ArchiveStore {
	load(rootId: string): Promise<KeptArchive | undefined>;
	save(archive: KeptArchive): Promise<void>;
	remove(rootId: string): Promise<void>;
}

interface Schema extends DBSchema {
	archives: { key: string; value: KeptArchive };
}

export class BrowserArchiveStore implements ArchiveStore {
	#opened: Promise<IDBPDatabase<Schema>> | undefined;

	async load(rootId: string): Promise<KeptArchive | undefined> {
		return (await this.#open()).get('archives', rootId);
	}

	async save(archive: KeptArchive): Promise<void> {
		await (await this.#open()).put('archives', archive);
	}

	async remove(rootId: string): Promise<void> {
		await (await this.#open()).delete('archives', rootId);
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		return (this.#opened ??= openDB<Schema>('cloudvault-archives', 1, {
			upgrade(db) {
				db.createObjectStore('archives', { keyPath: 'rootId' });
			},
		}));
	}
}
