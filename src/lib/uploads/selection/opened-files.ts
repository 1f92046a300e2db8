import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { HandedOver } from './handed-over';
import { mayRead } from './may-read';

/** What the system opens with the installed app waits here, so that it outlives a sign-in and a reload. */
export interface OpenedStore {
	/** By its key, oldest first. */
	all(): Promise<ReadonlyMap<number, FileSystemFileHandle>>;
	add(handle: FileSystemFileHandle): Promise<void>;
	remove(key: number): Promise<void>;
}

interface Schema extends DBSchema {
	opened: { key: number; value: FileSystemFileHandle };
}

/** A handle is kept rather than the bytes: they stay where they are. */
class BrowserOpenedStore implements OpenedStore {
	#opened: Promise<IDBPDatabase<Schema>> | undefined;

	async all(): Promise<ReadonlyMap<number, FileSystemFileHandle>> {
		const { store } = (await this.#open()).transaction('opened');
		const [keys, handles] = await Promise.all([store.getAllKeys(), store.getAll()]);
		return new Map(
			keys.flatMap((key, index) => {
				const handle = handles[index];
				return handle === undefined ? [] : [[key, handle] as const];
			}),
		);
	}

	async add(handle: FileSystemFileHandle): Promise<void> {
		await (await this.#open()).add('opened', handle);
	}

	async remove(key: number): Promise<void> {
		await (await this.#open()).delete('opened', key);
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		return (this.#opened ??= openDB<Schema>('cloudvault-opened', 1, {
			upgrade(db) {
				db.createObjectStore('opened', { autoIncrement: true });
			},
		}));
	}
}

/** Files that the system opens with the installed app, parked until a person who is signed in says where they go. */
export class OpenedFiles {
	readonly #store: OpenedStore;
	/** Those that the browser does not keep, as in a private window: they are here as long as the page. */
	readonly #unkept = new Map<string, FileSystemFileHandle>();

	constructor(store: OpenedStore = new BrowserOpenedStore()) {
		this.#store = store;
	}

	/** Parks what is opened, what was before this call included; `parked` is told of each time. */
	listen(parked: () => void = () => undefined): void {
		window.launchQueue?.setConsumer(({ files = [] }) => {
			if (files.length > 0) void this.#park(files).then(parked);
		});
	}

	async list(): Promise<readonly HandedOver[]> {
		const kept = await this.#store.all().catch(() => new Map<number, FileSystemFileHandle>());
		return [
			...[...kept].map(([key, handle]) =>
				handedOver(`opened ${String(key)}`, handle, () => this.#store.remove(key)),
			),
			...[...this.#unkept].map(([id, handle]) =>
				handedOver(id, handle, () => {
					this.#unkept.delete(id);
					return Promise.resolve();
				}),
			),
		];
	}

	async #park(handles: readonly FileSystemFileHandle[]): Promise<void> {
		for (const handle of handles) {
			await this.#store.add(handle).catch(() => this.#unkept.set(crypto.randomUUID(), handle));
		}
	}
}

function handedOver(
	id: string,
	handle: FileSystemFileHandle,
	forget: HandedOver['forget'],
): HandedOver {
	const { name } = handle;
	const open = async () =>
		(await mayRead(handle)) ? handle.getFile().catch(() => undefined) : undefined;
	return { id, name, handle, open, forget };
}

declare global {
	interface Window {
		/** Chromium's Launch Handler API. */
		readonly launchQueue?: {
			setConsumer(
				consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void,
			): void;
		};
	}
}
