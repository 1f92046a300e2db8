import type { ReadReply, ReadRequest } from './hashing.worker';
import type { ReadBytes, Reader } from './ports';
import { UnreadableFile } from './unreadable-file';

/** Two are enough to read and hash faster than a line sends, and leave the cores to the browser. Each keeps a buffer for a part. */
const WORKERS = 2;

type Read = Exclude<ReadReply, { readonly errorName: string }>;

interface Pending {
	readonly sizeBytes: number;
	readonly resolve: (read: Read) => void;
	readonly reject: (error: unknown) => void;
}

/** Reads and hashes in workers, so that no byte passes the page's own thread. They start with the first read, or a moment before. */
export class WorkerReader implements Reader {
	readonly #workers: Worker[] = [];
	readonly #pending = new Map<number, Pending>();
	#lastId = 0;

	prepare(): void {
		for (let i = 0; i < WORKERS; i++) this.#workerFor(i);
	}

	async read(file: Blob, sizeBytes: number, signal: AbortSignal): Promise<ReadBytes> {
		const asked = { slice: file, sizeBytes, wantsBytes: true };
		const { bytes, sha256 } = await this.#ask(asked, signal);
		if (bytes === undefined) throw new Error('The hashing worker was asked for the bytes');
		return { bytes, sha256 };
	}

	async hash(slice: Blob, signal: AbortSignal): Promise<string> {
		const asked = { slice, sizeBytes: slice.size, wantsBytes: false };
		return (await this.#ask(asked, signal)).sha256;
	}

	#ask(asked: Omit<ReadRequest, 'id'>, signal: AbortSignal): Promise<Read> {
		signal.throwIfAborted();
		const id = (this.#lastId += 1);
		const { promise, resolve, reject } = Promise.withResolvers<Read>();
		this.#pending.set(id, { sizeBytes: asked.sizeBytes, resolve, reject });
		const request: ReadRequest = { id, ...asked };
		this.#workerFor(id).postMessage(request);
		return promise;
	}

	#workerFor(id: number): Worker {
		const index = id % WORKERS;
		return (this.#workers[index] ??= this.#start());
	}

	#start(): Worker {
		const worker = new Worker(new URL('./hashing.worker.ts', import.meta.url), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<ReadReply>) => this.#settle(data);
		worker.onerror = () => this.#failAll();
		return worker;
	}

	#settle(reply: ReadReply): void {
		const pending = this.#pending.get(reply.id);
		this.#pending.delete(reply.id);
		if (pending === undefined) return;
		if ('errorName' in reply) pending.reject(UnreadableFile.from(reply.errorName));
		// A file that was cut short gives fewer bytes without an error.
		else if (reply.sizeBytes !== pending.sizeBytes) pending.reject(new UnreadableFile('changed'));
		else pending.resolve(reply);
	}

	/** A worker that cannot run answers no question: they fail rather than wait for ever. */
	#failAll(): void {
		for (const { reject } of this.#pending.values()) reject(new Error('The hashing worker failed'));
		this.#pending.clear();
		for (const worker of this.#workers.splice(0)) worker.terminate();
	}
}
